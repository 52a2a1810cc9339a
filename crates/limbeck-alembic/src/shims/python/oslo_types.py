"""`oslo_config.types`."""


class ConfigType:
    def __init__(self, *args, **kw):
        pass

    def __call__(self, value):
        return value


String = Boolean = Integer = Float = List = Dict = Number = Port = IPAddress = URI = HostAddress = Hostname = Range = MultiString = ConfigType
