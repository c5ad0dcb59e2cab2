from django.conf import settings


def test_each_run_has_a_folder_of_its_own():
    assert "port2port-test-" in str(settings.VAR)
    assert settings.VAR.is_dir()
