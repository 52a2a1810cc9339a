"""create users, roles, permissions and departments

建立用户、角色、权限与科室四张基础表，以及它们之间的关联表。

Revision ID: a7d4c2e91b35
Revises:
Create Date: 2025-10-14 09:12:47.318204

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'a7d4c2e91b35'
down_revision: Union[str, Sequence[str], None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        'departments',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('his_code', sa.String(length=50), nullable=False, comment='HIS科室代码'),
        sa.Column('his_name', sa.String(length=100), nullable=False, comment='HIS科室名称'),
        sa.Column('cost_center_code', sa.String(length=50), nullable=True, comment='成本中心代码'),
        sa.Column('cost_center_name', sa.String(length=100), nullable=True, comment='成本中心名称'),
        sa.Column('sort_order', sa.Numeric(precision=10, scale=2), server_default=sa.text('0'), nullable=False, comment='排序序号'),
        sa.Column('is_active', sa.Boolean(), server_default=sa.true(), nullable=False, comment='是否参与评估'),
        sa.Column('created_at', sa.DateTime(), server_default=sa.func.now(), nullable=False, comment='创建时间'),
        sa.Column('updated_at', sa.DateTime(), server_default=sa.func.now(), nullable=False, comment='更新时间'),
        sa.PrimaryKeyConstraint('id'),
        comment='科室',
    )
    op.create_index(op.f('ix_departments_id'), 'departments', ['id'], unique=False)
    op.create_index(op.f('ix_departments_his_code'), 'departments', ['his_code'], unique=True)

    op.create_table(
        'permissions',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('code', sa.String(length=100), nullable=False, comment='权限代码'),
        sa.Column('name', sa.String(length=100), nullable=False, comment='权限名称'),
        sa.Column('description', sa.String(length=255), nullable=True, comment='权限说明'),
        sa.Column('created_at', sa.DateTime(), server_default=sa.func.now(), nullable=False, comment='创建时间'),
        sa.PrimaryKeyConstraint('id'),
        comment='权限',
    )
    op.create_index(op.f('ix_permissions_id'), 'permissions', ['id'], unique=False)
    op.create_index(op.f('ix_permissions_code'), 'permissions', ['code'], unique=True)

    op.create_table(
        'roles',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=50), nullable=False, comment='角色名称'),
        sa.Column('description', sa.String(length=255), nullable=True, comment='角色说明'),
        sa.Column('created_at', sa.DateTime(), server_default=sa.func.now(), nullable=False, comment='创建时间'),
        sa.Column('updated_at', sa.DateTime(), server_default=sa.func.now(), nullable=False, comment='更新时间'),
        sa.PrimaryKeyConstraint('id'),
        comment='角色',
    )
    op.create_index(op.f('ix_roles_id'), 'roles', ['id'], unique=False)
    op.create_index(op.f('ix_roles_name'), 'roles', ['name'], unique=True)

    op.create_table(
        'users',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('username', sa.String(length=50), nullable=False, comment='登录名'),
        sa.Column('name', sa.String(length=50), nullable=False, comment='姓名'),
        sa.Column('email', sa.String(length=100), nullable=True, comment='邮箱'),
        sa.Column('hashed_password', sa.String(length=255), nullable=False, comment='密码散列'),
        sa.Column('department_id', sa.Integer(), nullable=True, comment='所属科室ID'),
        sa.Column('is_active', sa.Boolean(), server_default=sa.true(), nullable=False, comment='是否启用'),
        sa.Column('last_login_at', sa.DateTime(), nullable=True, comment='最近登录时间'),
        sa.Column('created_at', sa.DateTime(), server_default=sa.func.now(), nullable=False, comment='创建时间'),
        sa.Column('updated_at', sa.DateTime(), server_default=sa.func.now(), nullable=False, comment='更新时间'),
        sa.ForeignKeyConstraint(['department_id'], ['departments.id'], ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id'),
        comment='用户',
    )
    op.create_index(op.f('ix_users_id'), 'users', ['id'], unique=False)
    op.create_index(op.f('ix_users_username'), 'users', ['username'], unique=True)
    op.create_index(op.f('ix_users_email'), 'users', ['email'], unique=True)
    op.create_index(op.f('ix_users_department_id'), 'users', ['department_id'], unique=False)

    op.create_table(
        'user_roles',
        sa.Column('user_id', sa.Integer(), nullable=False, comment='用户ID'),
        sa.Column('role_id', sa.Integer(), nullable=False, comment='角色ID'),
        sa.Column('granted_at', sa.DateTime(), server_default=sa.func.now(), nullable=False, comment='授予时间'),
        sa.ForeignKeyConstraint(['role_id'], ['roles.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('user_id', 'role_id'),
        comment='用户与角色',
    )

    op.create_table(
        'role_permissions',
        sa.Column('role_id', sa.Integer(), nullable=False, comment='角色ID'),
        sa.Column('permission_id', sa.Integer(), nullable=False, comment='权限ID'),
        sa.ForeignKeyConstraint(['permission_id'], ['permissions.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['role_id'], ['roles.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('role_id', 'permission_id'),
        comment='角色与权限',
    )


def downgrade() -> None:
    op.drop_table('role_permissions')
    op.drop_table('user_roles')

    op.drop_index(op.f('ix_users_department_id'), table_name='users')
    op.drop_index(op.f('ix_users_email'), table_name='users')
    op.drop_index(op.f('ix_users_username'), table_name='users')
    op.drop_index(op.f('ix_users_id'), table_name='users')
    op.drop_table('users')

    op.drop_index(op.f('ix_roles_name'), table_name='roles')
    op.drop_index(op.f('ix_roles_id'), table_name='roles')
    op.drop_table('roles')

    op.drop_index(op.f('ix_permissions_code'), table_name='permissions')
    op.drop_index(op.f('ix_permissions_id'), table_name='permissions')
    op.drop_table('permissions')

    op.drop_index(op.f('ix_departments_his_code'), table_name='departments')
    op.drop_index(op.f('ix_departments_id'), table_name='departments')
    op.drop_table('departments')
