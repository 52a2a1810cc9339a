//! `format(Decimal, spec)`.

use super::number::{Number, Rounding, split};

/// `[[fill]align][sign][z][#][0][width][,][.precision][type]`
#[derive(Debug)]
pub(super) struct Spec {
    fill: char,
    align: char,
    sign: char,
    alternate: bool,
    zero: bool,
    width: usize,
    comma: bool,
    precision: Option<i64>,
    kind: char,
}

impl Spec {
    /// `None`: not a specification that `Decimal` knows.
    pub fn parse(text: &str) -> Option<Spec> {
        let chars: Vec<char> = text.chars().collect();
        let mut spec = Spec {
            fill: ' ',
            align: '>',
            sign: '-',
            alternate: false,
            zero: false,
            width: 0,
            comma: false,
            precision: None,
            kind: 'G',
        };
        let mut at = 0;
        let mut aligned = true;
        let is_align = |c: Option<&char>| c.copied().filter(|c| matches!(c, '<' | '>' | '=' | '^'));
        if let (Some(fill), Some(align)) = (chars.first(), is_align(chars.get(1))) {
            (spec.fill, spec.align, at) = (*fill, align, 2);
        } else if let Some(align) = is_align(chars.first()) {
            (spec.align, at) = (align, 1);
        } else {
            aligned = false;
        }
        let take = |wanted: &[char], at: &mut usize| {
            let found = chars.get(*at).copied().filter(|c| wanted.contains(c));
            *at += usize::from(found.is_some());
            found
        };
        spec.sign = take(&['+', '-', ' '], &mut at).unwrap_or('-');
        let _ = take(&['z'], &mut at);
        spec.alternate = take(&['#'], &mut at).is_some();
        if take(&['0'], &mut at).is_some() {
            if aligned {
                return None;
            }
            spec.zero = true;
            spec.fill = '0';
            spec.align = '=';
        }
        let number = |at: &mut usize| {
            let start = *at;
            while chars.get(*at).is_some_and(char::is_ascii_digit) {
                *at += 1;
            }
            chars.get(start..*at).unwrap_or(&[]).iter().collect::<String>()
        };
        let width = number(&mut at);
        if !width.is_empty() {
            spec.width = width.parse().ok().filter(|width| *width < 1 << 20)?;
        }
        spec.comma = take(&[','], &mut at).is_some();
        if take(&['.'], &mut at).is_some() {
            spec.precision = Some(number(&mut at).parse().ok().filter(|precision| *precision < 1 << 20)?);
        }
        if let Some(kind) = take(&['e', 'E', 'f', 'F', 'g', 'G', 'n', '%'], &mut at) {
            spec.kind = if kind == 'n' { 'g' } else { kind };
        }
        (at == chars.len()).then_some(spec)
    }

    fn sign_of(&self, negative: bool) -> &'static str {
        match (negative, self.sign) {
            (true, _) => "-",
            (false, '+') => "+",
            (false, ' ') => " ",
            (false, _) => "",
        }
    }

    fn aligned(&self, sign: &str, body: &str, fill: char) -> String {
        let missing = self.width.saturating_sub(sign.chars().count() + body.chars().count());
        let filling = |count: usize| fill.to_string().repeat(count);
        match self.align {
            '<' => format!("{sign}{body}{}", filling(missing)),
            '^' => format!("{}{sign}{body}{}", filling(missing / 2), filling(missing - missing / 2)),
            '=' => format!("{sign}{}{body}", filling(missing)),
            _ => format!("{}{sign}{body}", filling(missing)),
        }
    }

    /// `inf` and `nan`.
    pub fn special(&self, negative: bool, name: &str) -> String {
        let percent = if self.kind == '%' { "%" } else { "" };
        let body = format!("{}{name}{percent}", self.sign_of(negative));
        if self.zero {
            // Zeros fill numbers only.
            return format!("{body:>width$}", width = self.width);
        }
        match self.align {
            '=' => self.aligned(self.sign_of(negative), &format!("{name}{percent}"), self.fill),
            _ => self.aligned("", &body, self.fill),
        }
    }

    /// A number.
    pub fn number(&self, number: &Number, rounding: Rounding) -> String {
        // What is rounded to zero keeps its sign.
        let negative = number.is_negative();
        let mut number = number.clone();
        if self.kind == '%' {
            number.exponent += 2;
        }
        match (self.precision, self.kind) {
            (Some(precision), 'e' | 'E') => {
                number = number.rounded(precision + 1, rounding);
                if !number.is_zero() {
                    number = number.rescaled(number.exponent + number.length() - precision - 1, rounding);
                }
            }
            (Some(precision), 'f' | 'F' | '%') => number = number.rescaled(-precision, rounding),
            (Some(precision), _) => number = number.rounded(precision.max(1), rounding),
            (None, _) => {}
        }
        if number.is_zero() && number.exponent > 0 && matches!(self.kind, 'f' | 'F' | '%') {
            number.exponent = 0;
        }
        let digits = number.digits();
        let left = number.exponent + digits.len() as i64;
        let point = match (self.kind, self.precision) {
            ('e' | 'E', Some(precision)) if number.is_zero() => 1 - precision,
            ('e' | 'E', _) => 1,
            ('f' | 'F' | '%', _) => left,
            _ if number.exponent <= 0 && left > -6 => left,
            _ => 1,
        };
        let (mut whole, fraction) = split(&digits, point);
        let mut rest = String::new();
        if !fraction.is_empty() || self.alternate {
            rest.push('.');
            rest.push_str(&fraction);
        }
        if left != point || matches!(self.kind, 'e' | 'E') {
            rest.push(if matches!(self.kind, 'e' | 'g') { 'e' } else { 'E' });
            rest.push_str(&format!("{:+}", left - point));
        }
        if self.kind == '%' {
            rest.push('%');
        }
        let sign = self.sign_of(negative);
        let fixed = sign.len() + rest.len();
        if self.zero {
            let len = |whole: &str| if self.comma { grouped(whole).len() } else { whole.len() };
            while len(&whole) + fixed < self.width {
                whole.insert(0, '0');
            }
        }
        let whole = if self.comma { grouped(&whole) } else { whole };
        self.aligned(sign, &format!("{whole}{rest}"), self.fill)
    }
}

fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}
