use crate::postgres::PostgresHost;
use limbeck_ops::{HostError, Origin, Reflection, ReflectionRequest};
pub(crate) fn reflect(
    host: &mut PostgresHost,
    request: &ReflectionRequest,
    origin: &Origin,
) -> Result<Reflection, HostError> {
    let _ = (host, request, origin);
    Ok(Reflection::NoTable)
}
