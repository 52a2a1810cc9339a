//! Tests of limbeck-graph.

mod defects;
mod graphs;
mod large;
mod queries;
mod recorded;
mod versions;
mod wild;
