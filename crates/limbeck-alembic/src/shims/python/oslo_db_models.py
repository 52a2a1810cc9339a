"""`oslo_db.sqlalchemy.models`: the mixins of models."""
import datetime

import sqlalchemy as sa


class ModelBase:
    __table_initialized__ = False

    def save(self, session):
        session.add(self)
        session.flush()

    def get(self, key, default=None):
        return getattr(self, key, default)

    def update(self, values):
        for key, value in values.items():
            setattr(self, key, value)

    def __getitem__(self, key):
        return getattr(self, key)

    def __setitem__(self, key, value):
        setattr(self, key, value)


class TimestampMixin:
    created_at = sa.Column(sa.DateTime, default=lambda: datetime.datetime.utcnow())
    updated_at = sa.Column(sa.DateTime)


class SoftDeleteMixin:
    deleted_at = sa.Column(sa.DateTime)
    deleted = sa.Column(sa.Integer, default=0)
