//! limbeck-python
