"""`neutron_lib`: the constants and exceptions that revisions take from it."""

NAME_FIELD_SIZE = 255
LONG_DESCRIPTION_FIELD_SIZE = 1024
DESCRIPTION_FIELD_SIZE = 255
PROJECT_ID_FIELD_SIZE = 255
DEVICE_ID_FIELD_SIZE = 255
DEVICE_OWNER_FIELD_SIZE = 255
UUID_FIELD_SIZE = 36
STATUS_FIELD_SIZE = 16
IP_ADDR_FIELD_SIZE = 64
MAC_ADDR_FIELD_SIZE = 32
RESOURCE_TYPE_FIELD_SIZE = 255
FQDN_FIELD_SIZE = 255
AZ_HINTS_DB_LEN = 255
ETHERTYPE_FIELD_SIZE = 40
EXPAND_BRANCH = 'expand'
CONTRACT_BRANCH = 'contract'
DB_INTEGER_MAX_VALUE = 2147483647
EGRESS_DIRECTION = 'egress'
INGRESS_DIRECTION = 'ingress'
HA_ROUTER_STATE_STANDBY = 'standby'
HA_ROUTER_STATE_ACTIVE = 'active'
HA_ROUTER_STATE_UNKNOWN = 'unknown'
DEVICE_OWNER_ROUTER_INTF = 'network:router_interface'
DEVICE_OWNER_ROUTER_HA_INTF = 'network:router_ha_interface'
DEVICE_OWNER_HA_REPLICATED_INT = 'network:ha_router_replicated_interface'
DEFAULT_NETWORK_MTU = 1500
VALID_DIRECTIONS = ('ingress', 'egress')
VALID_DIRECTIONS_AND_ANY = ('any', 'ingress', 'egress')
ANY_DIRECTION = 'any'
PORT_NUMA_POLICIES = ('required', 'preferred', 'legacy', 'socket')
MIN_VLAN_TAG = 1
MAX_VLAN_TAG = 4094
DEVICE_OWNER_DISTRIBUTED = 'network:distributed'
DEVICE_OWNER_DHCP = 'network:dhcp'
ACTIVE = 'ACTIVE'
DOWN = 'DOWN'
IPAM_ALLOCATION_STATUS_ALLOCATED = 'ALLOCATED'
DEVICE_OWNER_ROUTER_GW = 'network:router_gateway'
DEVICE_OWNER_ROUTER_SNAT = 'network:router_centralized_snat'
DEVICE_OWNER_FLOATINGIP = 'network:floatingip'
IPv4 = 'IPv4'
IPv6 = 'IPv6'
IP_VERSION_4 = 4
IP_VERSION_6 = 6
TYPE_VLAN = 'vlan'
TYPE_FLAT = 'flat'
TYPE_VXLAN = 'vxlan'
TYPE_GRE = 'gre'
TYPE_LOCAL = 'local'


class NeutronException(Exception):
    message = "An unknown exception occurred."

    def __init__(self, **kwargs):
        self.msg = self.message % kwargs
        super().__init__(self.msg)

    def __str__(self):
        return self.msg


class BadRequest(NeutronException):
    message = "Bad %(resource)s request: %(msg)s."


class NotFound(NeutronException):
    pass


class Conflict(NeutronException):
    pass


class InvalidInput(BadRequest):
    message = "Invalid input for operation: %(error_message)s."
