"""`alembic.config`: the configuration of the run."""
import os as _os

import _limbeck_sa as _native


class Config:
    def __new__(cls, file_=None, toml_file=None, ini_section=None, output_buffer=None, stdout=None, cmd_opts=None, config_args=None, attributes=None):
        from alembic import context
        config = context.config
        names = [_os.path.basename(str(one)) for one in (config.config_file_name, config.toml_file_name) if one]
        if file_ is not None and _os.path.basename(str(file_)) not in names:
            _native.unsupported(f"`alembic.config.Config({str(file_)!r})`, another configuration than the run's,")
        return config
