using Plimsoll.Bench.Gateway.Load;

namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>What became of a load that is a multiple of what the upstream can do.</summary>
/// <param name="Peer">What it went through.</param>
/// <param name="Multiple">Load as a multiple of the upstream's nominal capacity.</param>
/// <param name="Load">What the load saw.</param>
/// <param name="Fairness">How what was served is spread over the tenants.</param>
internal sealed record OverloadResult(string Peer, double Multiple, LoadReport Load, FairnessIndex Fairness)
{
    public double OfferedPerSecond => Sum(tenant => tenant.Offered);

    public double GoodPerSecond => Sum(tenant => tenant.Good);

    public double LatePerSecond => Sum(tenant => tenant.Late);

    public double RefusedPerSecond => Sum(tenant => tenant.Refused);

    private double Sum(Func<TenantReport, long> count) => Load.Tenants.Sum(count) / Load.Seconds;
}
