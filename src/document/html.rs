//! One self-contained HTML page. Never: anything fetched from elsewhere.

use super::tree::options;
use comrak::format_html;
use comrak::nodes::Node;

const HEAD: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";
const STYLE: &str = "</title>\n<style>\nbody{max-width:46rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff}\ncode{font-size:.9em;background:#f2f2f2;padding:.1em .25em;border-radius:3px;overflow-wrap:anywhere}\npre{background:#f6f6f6;padding:1rem;overflow:auto}\npre code{background:none;padding:0}\ntable{border-collapse:collapse}\ntd,th{border:1px solid #ccc;padding:.3em .6em;text-align:left}\nh1{font-size:1.6rem}\nh2{font-size:1.2rem;margin-top:1.6rem}\nul:has(input[type=checkbox]){list-style:none;padding-left:0}\n@media (prefers-color-scheme:dark){body{color:#e6e6e6;background:#161616}code{background:#2a2a2a}pre{background:#202020}td,th{border-color:#444}}\n@media print{body{margin:0;max-width:none;font-size:11pt}}\n</style>\n</head>\n<body>\n";

/// The page for a document.
pub(super) fn page(title: &str, root: Node<'_>) -> String {
    let mut body = String::new();
    // Writing into a string cannot fail.
    let _ = format_html(root, &options(), &mut body);
    format!("{HEAD}{}{STYLE}{body}</body>\n</html>\n", escaped(title))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
