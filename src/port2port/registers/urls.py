"""Addresses of the registers."""

from django.urls import path

from port2port.registers.views import cameras, sharing_case, writing

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
]
