/** A PNG of one pixel, in base64. */
export const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Runs the case that the command line names, and prints one line of JSON: what it returned or which error it met. */
export async function tell(cases) {
  try {
    console.log(JSON.stringify(await cases[process.argv[2]]()));
  } catch (error) {
    console.log(JSON.stringify({
      error: error.constructor.name, status: error.status, message: error.message, requestId: error.requestID,
    }));
  }
}
