namespace Plimsoll.Serving.Fitting;

/// <summary>What one set of fitted constants is for.</summary>
/// <param name="System">Accelerator kind.</param>
/// <param name="Engine">Serving engine.</param>
/// <param name="Mixture">Whether for mixtures of experts; otherwise for dense models.</param>
public readonly record struct Regime(string System, string Engine, bool Mixture)
{
    /// <summary>Regime of a run.</summary>
    public static Regime Of(Measurement run) => new(run.Accelerator.Name, run.Engine, run.Mixture);
}
