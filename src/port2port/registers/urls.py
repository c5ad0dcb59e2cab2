"""Addresses of the registers."""

from django.urls import path

from port2port.registers.views import cameras, pickup, sharing_case, writing

app_name = "registers"
urlpatterns = [
    path("cameras/", cameras.cameras, name="cameras"),
    path("cameras/new/", writing.new, name="new_camera"),
    path("cameras/compare/", cameras.compare, name="compare_cameras"),
    path("cameras/export.csv", cameras.export, {"ending": "csv"}, name="export_cameras_csv"),
    path("cameras/export.xlsx", cameras.export, {"ending": "xlsx"}, name="export_cameras_xlsx"),
    path("cameras/export.json", cameras.export, {"ending": "json"}, name="export_cameras_json"),
    path("cameras/<uuid:key>/", cameras.camera, name="camera"),
    path("cameras/<uuid:key>/print/", cameras.on_paper, name="print_camera"),
    path("cameras/<uuid:key>/edit/", writing.edit, name="edit_camera"),
    path("cameras/<uuid:key>/move/", writing.move, name="move_camera"),
    path("cameras/<uuid:key>/measure/", writing.measure, name="measure_camera"),
    path("cameras/<uuid:key>/measure/<uuid:measurement>/forget/", writing.forget, name="forget_measurement"),
    path("cameras/<uuid:key>/share/", sharing_case.share, name="share_camera"),
    path("cameras/<uuid:key>/readers/", sharing_case.readers, name="camera_readers"),
    path("cameras/<uuid:key>/publish/", sharing_case.publish, name="publish_camera"),
    path("cameras/<uuid:key>/undo/", sharing_case.undo, name="undo_camera"),
    path("pickup/", pickup.pickup, name="pickup"),
    path("pickup/new/", pickup.new_lane, name="new_lane"),
    path("pickup/network/", pickup.network, name="pickup_network"),
    path("pickup/volunteers/", pickup.volunteers, name="pickup_volunteers"),
    path("pickup/volunteers/<uuid:key>/end/", pickup.end_volunteer, name="end_volunteer"),
    path("pickup/export.csv", pickup.export, {"ending": "csv"}, name="export_pickup_csv"),
    path("pickup/export.xlsx", pickup.export, {"ending": "xlsx"}, name="export_pickup_xlsx"),
    path("pickup/export.json", pickup.export, {"ending": "json"}, name="export_pickup_json"),
    path("pickup/<uuid:key>/", pickup.lane, name="pickup_lane"),
    path("pickup/<uuid:key>/plan/", pickup.plan_lane, name="plan_lane"),
    path("pickup/<uuid:key>/forward/", pickup.advance, name="advance_lane"),
    path("pickup/<uuid:key>/back/", pickup.step_back, name="step_back_lane"),
]
