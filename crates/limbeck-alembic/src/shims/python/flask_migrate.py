"""`flask_migrate`: what its env.py finds in `current_app.extensions["migrate"]`."""


class _MigrateConfig:
    def __init__(self, migrate, db, **kw):
        self.migrate = migrate
        self.db = db
        self.directory = migrate.directory if migrate is not None else "migrations"
        self.configure_args = kw

    @property
    def metadata(self):
        return self.db.metadata


class Migrate:
    def __init__(self, app=None, db=None, directory="migrations", command="db", compare_type=True, render_as_batch=True, **kw):
        self.db = db
        self.directory = str(directory)
        self.alembic_ctx_kwargs = {**kw, "compare_type": compare_type, "render_as_batch": render_as_batch}
        if app is not None and db is not None:
            self.init_app(app, db, directory)

    def init_app(self, app, db=None, directory=None, command=None, compare_type=None, render_as_batch=None, **kw):
        self.db = db or self.db
        app.extensions["migrate"] = _MigrateConfig(self, self.db, **{**self.alembic_ctx_kwargs, **kw})

    def configure(self, f):
        return f


def _refused(*args, **kw):
    return None


upgrade = downgrade = stamp = current = heads = history = init = migrate = revision = merge = show = edit = check = branches = _refused
