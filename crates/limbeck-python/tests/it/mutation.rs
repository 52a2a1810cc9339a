//! No input makes the evaluator panic: snippets cut short and mangled.

use std::rc::Rc;

use limbeck_python::{Console, Options, Vm, read_header};

use crate::oracle::snippets;
use crate::support::{Captured, eval, with_stack};

/// A small generator of numbers, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound.max(1)
    }
}

fn try_it(text: &str) {
    let console: Rc<dyn Console> = Rc::new(Captured::default());
    let mut vm = Vm::new(Options {
        console,
        steps: 20_000,
        collection: 100_000,
        text: 1 << 20,
        int_bits: 1 << 16,
        recursion: 100,
        ..Options::default()
    });
    let _ = eval(&mut vm, text);
    let _ = read_header(text, &["x", "a"]);
}

#[test]
fn mangled_snippets_never_panic() {
    with_stack(|| {
        let all = snippets();
        // `LIMBECK_MUTATIONS=200` looks longer.
        let rounds = std::env::var("LIMBECK_MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(3);
        let mut numbers = Numbers(42 + rounds);
        let words = [
            "(", ")", "[", "]", ":", "=", "*", "yield ", "lambda", "None", "'", "\"", "\n", "    ", "-1", "0", "9",
            "x", ".", ",", "{", "}", "f'{", "return ", "del ", "self", "é", "10**9", "async ", "await ", "match ",
            "*a", "**k",
        ];
        for (_, text) in &all {
            let chars: Vec<char> = text.chars().collect();
            try_it(&chars[..numbers.below(chars.len())].iter().collect::<String>());
            for _ in 0..rounds {
                let mut mangled = chars.clone();
                for _ in 0..1 + numbers.below(3) {
                    let at = numbers.below(mangled.len());
                    match numbers.below(3) {
                        0 => {
                            let end = (at + 1 + numbers.below(5)).min(mangled.len());
                            mangled.drain(at..end);
                        }
                        1 => {
                            let word = words[numbers.below(words.len())];
                            mangled.splice(at..at, word.chars());
                        }
                        _ => {
                            let from = numbers.below(mangled.len());
                            let end = (from + numbers.below(20)).min(mangled.len());
                            let part: Vec<char> = mangled[from..end].to_vec();
                            mangled.splice(at..at, part);
                        }
                    }
                }
                try_it(&mangled.iter().collect::<String>());
            }
        }
    });
}
