//! Text in columns, aligned as terminals show it: a Chinese character takes two cells.

use unicode_width::UnicodeWidthStr;

/// How a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// A grid that grows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    columns: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    /// A grid with these headings; no line of headings where all are empty.
    pub fn new<H: Into<String>>(columns: impl IntoIterator<Item = (H, Align)>) -> Grid {
        Grid {
            columns: columns.into_iter().map(|(heading, align)| (heading.into(), align)).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) {
        self.rows.push(cells.into_iter().map(|cell| on_one_line(cell.as_ref())).collect());
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The text, every line indented and ended. Columns without anything in their rows are left out.
    pub fn text(&self, indent: &str) -> String {
        let filled = |at: usize| self.rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.is_empty()));
        let shown: Vec<usize> = (0..self.columns.len()).filter(|at| filled(*at)).collect();
        let headings: Vec<String> = self.columns.iter().map(|(heading, _)| heading.clone()).collect();
        let has_headings = headings.iter().any(|heading| !heading.is_empty());
        let lines: Vec<&Vec<String>> = has_headings.then_some(&headings).into_iter().chain(&self.rows).collect();
        let cell = |line: &[String], at: usize| line.get(at).cloned().unwrap_or_default();
        let width = |at: usize| lines.iter().map(|line| cell(line, at).width()).max().unwrap_or(0);
        let widths: Vec<usize> = shown.iter().map(|at| width(*at)).collect();
        let mut text = String::new();
        for line in lines {
            let mut out = indent.to_owned();
            for (number, (at, width)) in shown.iter().zip(&widths).enumerate() {
                let cell = cell(line, *at);
                let gap = " ".repeat(width.saturating_sub(cell.width()));
                if number > 0 {
                    out.push_str("  ");
                }
                match self.columns.get(*at).map_or(Align::Left, |(_, align)| *align) {
                    Align::Left => out.push_str(&format!("{cell}{gap}")),
                    Align::Right => out.push_str(&format!("{gap}{cell}")),
                }
            }
            text.push_str(out.trim_end());
            text.push('\n');
        }
        text
    }
}

/// A text without line ends and other control characters, which would break the lines.
pub(crate) fn on_one_line(text: &str) -> String {
    let text = text.trim_end();
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_cells() {
        let mut grid =
            Grid::new([("名称", Align::Left), ("n", Align::Right), ("empty", Align::Left), ("c", Align::Left)]);
        grid.row(["a", "10", "", "一\n二"]);
        grid.row(["模型表", "7", "", ""]);
        assert_eq!(grid.text("  "), "  名称     n  c\n  a       10  一 二\n  模型表   7\n");
        let mut plain = Grid::new([("", Align::Left), ("", Align::Left)]);
        plain.row(["a", "b"]);
        assert_eq!(plain.text(""), "a  b\n");
    }
}
