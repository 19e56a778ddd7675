from tests.text.conftest import phi_folder, spm_folder  # noqa: F401
