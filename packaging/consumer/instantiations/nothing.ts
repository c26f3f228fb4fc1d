// What the compiler does for any program: what the others are held against.
export {};
