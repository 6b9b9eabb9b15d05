namespace Plimsoll.Serving.Fitting;

/// <summary>How far a fit is from one metric of one model.</summary>
/// <param name="Source">Data set.</param>
/// <param name="Model">Architecture.</param>
/// <param name="Metric">Metric.</param>
/// <param name="Count">Figures that were compared.</param>
/// <param name="InSample">Mean of |predicted / measured - 1| where the model was fitted with the others.</param>
/// <param name="LeftOut">The same where the fit saw all models but this one; null where there is no other.</param>
/// <param name="HeldBack">The same where no fit and no choice saw the model; null where it was not held back.</param>
public sealed record FitError(
    string Source, string Model, Metric Metric, int Count, double? InSample, double? LeftOut, double? HeldBack);
