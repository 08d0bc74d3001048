//! The program: everything it does is in the library, so that tests can reach it.

/// A plan is many small texts: this allocator makes them in half the time, and checks files on all cores at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cloud_plan::cli::main()
}
