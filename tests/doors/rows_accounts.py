"""Who opens which page of the own sign-in; they are the same for every seat, and for a login without one."""

from tests.doors.door import door

KEY = {"pk": 2_000_000_001}
RESET = {"uidb36": "zz", "key": "zz-unknown"}
PROVIDER = {"provider_id": "unknown"}

# Before signing in, and harmless after.
OPEN = [
    door("account_login", default=302, nobody=200),
    door("account_login", "post", default=302, nobody=422),
    door("account_signup", default=302, nobody=200),
    door("account_signup", "post", default=302, nobody=200),
    door("account_inactive", default=200, nobody=200),
    door("account_confirm_email", args={"key": "zz-unknown"}, default=200, nobody=200),
    door("account_confirm_email", "post", args={"key": "zz-unknown"}, default=404, nobody=404),
    door("account_confirm_login_code", default=302),
    door("account_confirm_login_code", "post", default=302),
    door("account_email_verification_sent", default=200, nobody=200),
    door("account_email_verification_sent", "post", default=405, nobody=405),
    door("account_reset_password", default=200, nobody=200),
    door("account_reset_password", "post", default=422, nobody=422),
    door("account_reset_password_done", default=200, nobody=200),
    door("account_reset_password_from_key", args=RESET, default=200, nobody=200),
    door("account_reset_password_from_key", "post", args=RESET, default=422, nobody=422),
    door("account_reset_password_from_key_done", default=200, nobody=200),
    door("mfa_authenticate", default=302),
    door("mfa_authenticate", "post", default=302),
    door("mfa_login_webauthn", default=302),
    door("mfa_login_webauthn", "post", default=302),
    door("openid_connect_login", args=PROVIDER, default=404, nobody=404),
    door("openid_connect_login", "post", args=PROVIDER, default=404, nobody=404),
    door("openid_connect_callback", args=PROVIDER, default=404, nobody=404),
    door("openid_connect_callback", "post", args=PROVIDER, default=404, nobody=404),
    door("socialaccount_signup", default="login"),
    door("socialaccount_signup", "post", default="login"),
    door("socialaccount_login_cancelled", default=200, nobody=200),
    door("socialaccount_login_error", default=401, nobody=401),
]
OWN = [
    door("account_logout", default=200),
    door("account_logout", "post", default="login"),
    door("account_change_password", default=200),
    door("account_change_password", "post", default=422),
    door("account_set_password", default=302),
    door("account_set_password", "post", default=302),
    door("account_email", default=200),
    door("account_email", "post", default=302),
    door("account_reauthenticate", default=200),
    door("account_reauthenticate", "post", default=422),
    door("socialaccount_connections", default=200),
    door("socialaccount_connections", "post", default=422),
    door("usersessions_list", default=200),
    door("usersessions_list", "post", default=302),
    door("mfa_index", default=200),
    door("mfa_list_webauthn", default=200),
]
# Behind a password given a moment ago (302), or absent while the person has no such factor (404).
FACTORS = [
    *[
        door(name, method, default=302)
        for name in ("mfa_activate_totp", "mfa_add_webauthn")
        for method in ("get", "post")
    ],
    *[door("mfa_generate_recovery_codes", method, default=302) for method in ("get", "post")],
    *[door("mfa_edit_webauthn", method, args=KEY, default=302) for method in ("get", "post")],
    *[door("mfa_remove_webauthn", method, args=KEY, default=302) for method in ("get", "post", "delete")],
    *[door(name, method, default=302) for name in ("mfa_reauthenticate",) for method in ("get", "post")],
    *[door("mfa_reauthenticate_webauthn", method, default=302) for method in ("get", "post")],
    *[door("mfa_deactivate_totp", method, default=404) for method in ("get", "post")],
    door("mfa_view_recovery_codes", default=404),
    door("mfa_download_recovery_codes", default=404),
]
ROWS = OPEN + OWN + FACTORS
