using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Serving.Fitting;

/// <summary>What was fitted of an engine on an accelerator.</summary>
/// <param name="Calibration">Efficiencies and overheads of a step.</param>
/// <param name="PerRequest">Time of a request outside of steps: network, tokenizer, admission. Zero or more.</param>
public sealed record EngineFit(Calibration Calibration, Duration PerRequest);
