use crate::sqlite::SqliteHost;
use limbeck_ops::{HostError, Origin, Reflection, ReflectionRequest};
pub(crate) fn reflect(
    host: &mut SqliteHost,
    request: &ReflectionRequest,
    origin: &Origin,
) -> Result<Reflection, HostError> {
    let _ = (host, request, origin);
    Ok(Reflection::NoTable)
}
