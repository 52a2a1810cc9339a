/// A message as it stands in the catalog, its arguments as `{name}`.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The function's name, its file before it.
    pub id: &'static str,
    /// English.
    pub english: &'static str,
    /// Chinese.
    pub chinese: &'static str,
}

/// Makes the functions of a subject's messages, and `ENTRIES`, the list of them.
///
/// ```ignore
/// messages! {
///     /// No such host.
///     no_host(host) { en: "the host {host} can't be resolved", zh: "无法解析主机名 {host}" }
/// }
/// ```
#[macro_export]
macro_rules! messages {
    ($($(#[$doc:meta])* $name:ident ( $($argument:ident),* $(,)? ) { en: $english:literal, zh: $chinese:literal $(,)? })*) => {
        $(
            $(#[$doc])*
            pub fn $name($($argument: impl $crate::Argument),*) -> $crate::Message {
                $(let $argument = $argument.pieces();)*
                let english = {
                    $(let $argument = $argument.text($crate::Language::English);)*
                    format!($english)
                };
                let chinese = {
                    $(let $argument = $argument.text($crate::Language::Chinese);)*
                    format!($chinese)
                };
                $crate::Message::new(english, chinese)
            }
        )*

        /// The messages of this subject.
        pub const ENTRIES: &[$crate::Entry] = &[
            $($crate::Entry { id: concat!(module_path!(), "::", stringify!($name)), english: $english, chinese: $chinese }),*
        ];
    };
}
