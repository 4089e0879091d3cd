"""Block Kit as pure functions: nothing here asks, stores or sends."""
