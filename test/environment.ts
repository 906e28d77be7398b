// Before each file of tests: what the developer's own shell says to `matrix` must not reach the runs that
// tests start.
for (const name of Object.keys(process.env)) {
  if (name.startsWith("MATRIX_")) delete process.env[name];
}
