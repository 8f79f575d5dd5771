/**
 * What keeps ONNX Runtime from reporting. Its official builds write a lasting id of the machine to the home folder and
 * send events to their maker unless this stands in the environment before the library initialises; afterwards nothing
 * undoes it. Source: onnxruntime 1.30, docs/Privacy.md ("Disabling Telemetry") and core/platform/posix/telemetry.cc.
 * On Windows it has no effect: there the library hands events to the system's own tracing and sends nothing itself.
 */
export const noTelemetry = { ORT_DISABLE_TELEMETRY: '1' } as const;
