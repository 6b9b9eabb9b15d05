using Plimsoll.Evidence;

namespace Plimsoll.Planning;

/// <summary>A plan with what it rests on and its verdict.</summary>
/// <param name="Report">What each fleet bears.</param>
/// <param name="Sensitivity">Which inputs it rests on.</param>
/// <param name="Verdict">The answer in words.</param>
public sealed record PlanStudy(PlanReport Report, Sensitivity Sensitivity, Verdict Verdict)
{
    /// <summary>Plans a service and varies its inputs.</summary>
    /// <param name="inputs">All inputs.</param>
    /// <param name="build">The model with some inputs, by path, at other values in their base units.</param>
    public static PlanStudy Of(
        IReadOnlyList<InputRecord> inputs, Func<IReadOnlyDictionary<string, double>, ServiceModel> build)
    {
        var report = new Planner(build(new Dictionary<string, double>())).Plan();
        var sensitivity = Sensitivity.Of(inputs, build);
        return new PlanStudy(report, sensitivity, Verdict.Of(report, sensitivity));
    }
}
