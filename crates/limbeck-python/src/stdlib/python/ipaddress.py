class AddressValueError(ValueError):
    pass


class NetmaskValueError(ValueError):
    pass


def _four(text):
    parts = text.split(".")
    if len(parts) != 4:
        raise AddressValueError(f"Expected 4 octets in {text!r}")
    value = 0
    for part in parts:
        try:
            if not part:
                raise ValueError("Empty octet not permitted")
            if not (part.isascii() and part.isdigit()):
                raise ValueError(f"Only decimal digits permitted in {part!r}")
            if len(part) > 3:
                raise ValueError(f"At most 3 characters permitted in {part!r}")
            if part != "0" and part[0] == "0":
                raise ValueError(f"Leading zeros are not permitted in {part!r}")
            if int(part) > 255:
                raise ValueError(f"Octet {int(part)} (> 255) not permitted")
        except ValueError as problem:
            raise AddressValueError(f"{problem} in {text!r}") from None
        value = value << 8 | int(part)
    return value


def _six(text):
    if not text:
        raise AddressValueError("Address cannot be empty")
    parts = text.split(":")
    if len(parts) < 3:
        raise AddressValueError(f"At least 3 parts expected in {text!r}")
    if "." in parts[-1]:
        low = _four(parts.pop())
        parts += [f"{low >> 16:x}", f"{low & 0xffff:x}"]
    if text.count("::") > 1 or ":::" in text:
        raise AddressValueError(f"At most one '::' permitted in {text!r}")
    if "::" in text:
        head, tail = ":".join(parts).split("::", 1)
        head = head.split(":") if head else []
        tail = tail.split(":") if tail else []
        if len(head) + len(tail) > 7:
            raise AddressValueError(f"Expected at most 7 other parts with '::' in {text!r}")
        parts = head + ["0"] * (8 - len(head) - len(tail)) + tail
    elif len(parts) != 8:
        raise AddressValueError(f"Exactly 8 parts expected without '::' in {text!r}")
    value = 0
    for part in parts:
        if not part or any(c not in "0123456789abcdefABCDEF" for c in part):
            raise AddressValueError(f"Only hex digits permitted in {part!r} in {text!r}")
        if len(part) > 4:
            raise AddressValueError(f"At most 4 characters permitted in {part!r} in {text!r}")
        value = value << 16 | int(part, 16)
    return value


def _show_four(value):
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


def _show_six(value):
    parts = [f"{value >> shift & 0xffff:x}" for shift in range(112, -1, -16)]
    best = (0, 0)
    at = 0
    while at < 8:
        end = at
        while end < 8 and parts[end] == "0":
            end += 1
        if end - at > best[1]:
            best = (at, end - at)
        at = max(end, at + 1)
    if best[1] > 1:
        start, size = best
        return ":".join(parts[:start]) + "::" + ":".join(parts[start + size:])
    return ":".join(parts)


class _Address:
    def __init__(self, address):
        if isinstance(address, int):
            if address < 0:
                raise AddressValueError(f"{address} (< 0) is not permitted as an IPv{self.version} address")
            if address >> self.max_prefixlen:
                raise AddressValueError(
                    f"{address} (>= 2**{self.max_prefixlen}) is not permitted as an IPv{self.version} address"
                )
            self._ip = address
        elif isinstance(address, bytes):
            if len(address) * 8 != self.max_prefixlen:
                raise AddressValueError(
                    f"{address!r} (len {len(address)} != {self.max_prefixlen // 8}) is not permitted"
                    f" as an IPv{self.version} address"
                )
            self._ip = int.from_bytes(address, "big")
        else:
            text = str(address)
            if "/" in text:
                raise AddressValueError(f"Unexpected '/' in {text!r}")
            self._ip = self._parse(text)

    def __int__(self):
        return self._ip

    def __str__(self):
        return self._show(self._ip)

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"

    def __hash__(self):
        return hash((self.version, self._ip))

    def __eq__(self, other):
        return isinstance(other, _Address) and (self.version, self._ip) == (other.version, other._ip)

    def _comparable(self, other):
        if not isinstance(other, _Address):
            return False
        if self.version != other.version:
            raise TypeError(f"{self} and {other} are not of the same version")
        return True

    def __lt__(self, other):
        return self._ip < other._ip if self._comparable(other) else NotImplemented

    def __le__(self, other):
        return self._ip <= other._ip if self._comparable(other) else NotImplemented

    def __gt__(self, other):
        return self._ip > other._ip if self._comparable(other) else NotImplemented

    def __ge__(self, other):
        return self._ip >= other._ip if self._comparable(other) else NotImplemented

    def __add__(self, other):
        return type(self)(self._ip + other) if isinstance(other, int) else NotImplemented

    def __sub__(self, other):
        return type(self)(self._ip - other) if isinstance(other, int) else NotImplemented

    @property
    def packed(self):
        return self._ip.to_bytes(self.max_prefixlen // 8, "big")

    @property
    def compressed(self):
        return str(self)

    @property
    def exploded(self):
        if self.version == 4:
            return str(self)
        return ":".join(f"{self._ip >> shift & 0xffff:04x}" for shift in range(112, -1, -16))

    @property
    def is_loopback(self):
        return self._ip >> 24 == 127 if self.version == 4 else self._ip == 1

    @property
    def is_unspecified(self):
        return self._ip == 0

    @property
    def is_multicast(self):
        return self._ip >> 28 == 14 if self.version == 4 else self._ip >> 120 == 255

    @property
    def is_link_local(self):
        return self._ip >> 16 == 0xA9FE if self.version == 4 else self._ip >> 118 == 0x3FA


class IPv4Address(_Address):
    version = 4
    max_prefixlen = 32
    _parse = staticmethod(_four)
    _show = staticmethod(_show_four)


class IPv6Address(_Address):
    version = 6
    max_prefixlen = 128
    _parse = staticmethod(_six)
    _show = staticmethod(_show_six)


class _Network:
    def __init__(self, address, strict=True):
        width = self.max_prefixlen
        mask = None
        if isinstance(address, tuple):
            address, mask = address
        elif isinstance(address, str) and "/" in address:
            address, _, mask = address.partition("/")
        ip = int(self._address(address))
        self.prefixlen = width if mask is None else self._prefix(mask)
        self._mask = ((1 << self.prefixlen) - 1) << (width - self.prefixlen)
        if ip & self._mask != ip:
            if strict:
                raise ValueError(f"{self._address(ip)}/{self.prefixlen} has host bits set")
            ip &= self._mask
        self._ip = ip

    def _prefix(self, mask):
        text = str(mask)
        if text.isascii() and text.isdigit():
            if int(text) <= self.max_prefixlen:
                return int(text)
        elif self.version == 4 and "." in text:
            bits = _four(text)
            for size in range(33):
                if bits in (((1 << size) - 1) << (32 - size), (1 << (32 - size)) - 1):
                    return size
        raise NetmaskValueError(f"{text!r} is not a valid netmask")

    @property
    def network_address(self):
        return self._address(self._ip)

    @property
    def broadcast_address(self):
        return self._address(self._ip | (1 << (self.max_prefixlen - self.prefixlen)) - 1)

    @property
    def netmask(self):
        return self._address(self._mask)

    @property
    def hostmask(self):
        return self._address((1 << (self.max_prefixlen - self.prefixlen)) - 1)

    @property
    def num_addresses(self):
        return 1 << (self.max_prefixlen - self.prefixlen)

    @property
    def with_prefixlen(self):
        return str(self)

    def __str__(self):
        return f"{self.network_address}/{self.prefixlen}"

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"

    def __hash__(self):
        return hash((self.version, self._ip, self.prefixlen))

    def __eq__(self, other):
        return (
            isinstance(other, _Network)
            and (self.version, self._ip, self.prefixlen) == (other.version, other._ip, other.prefixlen)
        )

    def __lt__(self, other):
        if not isinstance(other, _Network):
            return NotImplemented
        if self.version != other.version:
            raise TypeError(f"{self} and {other} are not of the same version")
        return (self._ip, self._mask) < (other._ip, other._mask)

    def __contains__(self, other):
        return isinstance(other, _Address) and other.version == self.version and other._ip & self._mask == self._ip

    def __iter__(self):
        for ip in range(self._ip, self._ip + self.num_addresses):
            yield self._address(ip)

    def hosts(self):
        first, last = self._ip, self._ip + self.num_addresses
        if self.num_addresses > 2:
            first += 1
            last -= 1 if self.version == 4 else 0
        return (self._address(ip) for ip in range(first, last))

    def overlaps(self, other):
        return self.network_address in other or other.network_address in self

    def subnet_of(self, other):
        return self.version == other.version and self.prefixlen >= other.prefixlen and self.network_address in other

    def supernet_of(self, other):
        return other.subnet_of(self)


class IPv4Network(_Network):
    version = 4
    max_prefixlen = 32
    _address = IPv4Address


class IPv6Network(_Network):
    version = 6
    max_prefixlen = 128
    _address = IPv6Address


def ip_address(address):
    for kind in (IPv4Address, IPv6Address):
        try:
            return kind(address)
        except (AddressValueError, NetmaskValueError):
            pass
    raise ValueError(f"{address!r} does not appear to be an IPv4 or IPv6 address")


def ip_network(address, strict=True):
    for kind in (IPv4Network, IPv6Network):
        try:
            return kind(address, strict)
        except (AddressValueError, NetmaskValueError):
            pass
    raise ValueError(f"{address!r} does not appear to be an IPv4 or IPv6 network")
