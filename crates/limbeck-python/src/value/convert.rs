//! Conversions from Rust values.

use std::rc::Rc;

use super::{Class, Dict, Instance, Int, List, Module, NativeFn, Object, Tuple, Value};

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Value {
        Value::Int(Int::Small(value))
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Value {
        Value::Int(Int::Small(i64::from(value)))
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Value {
        Value::Int(Int::Small(i64::from(value)))
    }
}

impl From<usize> for Value {
    fn from(value: usize) -> Value {
        Value::Int(Int::from_big(value.into()))
    }
}

impl From<Int> for Value {
    fn from(value: Int) -> Value {
        Value::Int(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Value {
        Value::Float(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::Str(Rc::from(value))
    }
}

impl From<String> for Value {
    fn from(value: String) -> Value {
        Value::Str(Rc::from(value))
    }
}

impl From<Rc<str>> for Value {
    fn from(value: Rc<str>) -> Value {
        Value::Str(value)
    }
}

impl From<Vec<Value>> for Value {
    fn from(value: Vec<Value>) -> Value {
        Value::list(value)
    }
}

impl From<Rc<List>> for Value {
    fn from(value: Rc<List>) -> Value {
        Value::List(value)
    }
}

impl From<Rc<Tuple>> for Value {
    fn from(value: Rc<Tuple>) -> Value {
        Value::Tuple(value)
    }
}

impl From<Rc<Dict>> for Value {
    fn from(value: Rc<Dict>) -> Value {
        Value::Dict(value)
    }
}

impl From<Dict> for Value {
    fn from(value: Dict) -> Value {
        Value::Dict(Rc::new(value))
    }
}

impl From<Rc<Class>> for Value {
    fn from(value: Rc<Class>) -> Value {
        Value::Class(value)
    }
}

impl From<Rc<Instance>> for Value {
    fn from(value: Rc<Instance>) -> Value {
        Value::Instance(value)
    }
}

impl From<Rc<Module>> for Value {
    fn from(value: Rc<Module>) -> Value {
        Value::Module(value)
    }
}

impl From<NativeFn> for Value {
    fn from(value: NativeFn) -> Value {
        Value::Native(Rc::new(value))
    }
}

impl From<Rc<dyn Object>> for Value {
    fn from(value: Rc<dyn Object>) -> Value {
        Value::Object(value)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::None, Into::into)
    }
}

impl From<()> for Value {
    fn from((): ()) -> Value {
        Value::None
    }
}
