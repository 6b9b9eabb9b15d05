using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>Whether a path may pay beyond its session and week.</summary>
/// <param name="Status">The answer, by the first thing from the organization down that stands against it.</param>
/// <param name="MayComeBack">Whether it may now, or may again once the period of a cap has ended.</param>
internal readonly record struct Overage(OverageStatus Status, bool MayComeBack)
{
    /// <summary>
    /// Looks at every scope that offers overage. Consent is asked last, of the lowest of them or of the request.
    /// </summary>
    public static Overage Of(Scopes scopes, PathCopy path, in LimitRequest asked, Instant now)
    {
        var status = OverageStatus.NotOffered;
        var (comesBack, consents) = (true, asked.Consents);
        foreach (var part in path.Parts)
        {
            foreach (var rule in part.Rules(scopes, path.Epoch).For(asked.Class, asked.Lane).Periods)
            {
                if (!rule.IsOverages)
                    continue;
                ref var state = ref OverageState.In(ref part.Block, rule.StateOffset);
                consents = asked.Consents || state.HasConsent;
                var here = Of(ref part.Block, rule, state.IsEnabled, now);
                comesBack &= here is OverageStatus.Available or OverageStatus.CapReached;
                if (status is OverageStatus.NotOffered or OverageStatus.Available)
                    status = here;
            }
        }

        if (status == OverageStatus.Available && !consents)
            status = OverageStatus.NeedsConsent;
        return new Overage(status, status != OverageStatus.NotOffered && comesBack && consents);
    }

    private static OverageStatus Of(ref long block, PeriodRule rule, bool isEnabled, Instant now)
    {
        if (!isEnabled)
            return OverageStatus.Disabled;
        ref var meter = ref rule.MeterIn(ref block);
        var charged = meter.IsOpenAt(now) ? meter.Charged : 0;
        if (rule.HasRoom(charged, rule.LimitAt(ref block, now), 0))
            return OverageStatus.Available;
        return rule.Source == LimitSource.OverageCredit ? OverageStatus.OutOfCredit : OverageStatus.CapReached;
    }
}
