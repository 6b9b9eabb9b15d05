using System.Collections.Immutable;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Documents;

/// <summary>Reads the limits that plans, tiers and sets state.</summary>
internal static class LimitReader
{
    private const long Most = long.MaxValue;

    /// <summary>The member <c>limits</c>; none where it is left out.</summary>
    public static ImmutableArray<LimitTerms> Optional(Fields fields)
    {
        if (!fields.Has("limits"))
            return [];
        var limits = ImmutableArray.CreateBuilder<LimitTerms>();
        foreach (var item in fields.List("limits"))
        {
            if (Read(item) is not { } limit)
                continue;
            if (limits.Any(one => one.Name == limit.Name && one.GetType() == limit.GetType()))
                fields.Problem($"{item.Place}: '{limit.Name}' is there twice; expected names that differ");
            limits.Add(limit);
        }

        return limits.DrainToImmutable();
    }

    /// <summary>A whole number by kind of token, of each 0 or more.</summary>
    public static (long Input, long CacheWrite, long CacheWriteLong, long CacheRead, long Output) Kinds(Fields? fields)
    {
        if (fields is null)
            return default;
        var kinds = (
            fields.Number("input", 0, Most),
            fields.Number("cache_write", 0, Most),
            fields.Number("cache_write_long", 0, Most),
            fields.Number("cache_read", 0, Most),
            fields.Number("output", 0, Most));
        fields.RefuseOthers("tokens by kind");
        return kinds;
    }

    private static LimitTerms? Read(Fields fields)
    {
        var kind = fields.Choice("kind", LimitKinds.All);
        var name = fields.Text("name");
        var only = fields.Has("class") ? fields.Text("class") : null;
        Lane? lane = fields.Has("lane") ? fields.Value<Lane>("lane") : null;
        LimitTerms? limit = kind switch
        {
            LimitKinds.Rate => Rate(fields, name),
            LimitKinds.Window => new WindowLimit
            {
                Name = name,
                Window = fields.Value<WindowKind>("window"),
                Limit = new Credits(fields.Number("micro_credits", 0, Most)),
            },
            LimitKinds.Spend => new SpendLimit
            {
                Name = name,
                Period = fields.Value<SpendPeriod>("period"),
                Limit = new MicroUsd(fields.Number("micro_usd", 0, Most)),
                Cap = fields.Value<SpendCap>("cap"),
            },
            LimitKinds.Concurrency => new ConcurrencyLimit { Name = name, Limit = fields.Number("requests", 0, Most) },
            LimitKinds.Acceleration => new AccelerationLimit
            {
                Name = name,
                Interval = fields.Length("interval_ns"),
                Free = new Tokens(fields.Number("free", 0, LimitEventJson.MostTokens)),
                Growth = new Factor(fields.Real("growth", 0)),
                OnExceed = OnExceed(fields),
            },
            LimitKinds.Overage => new OverageTerms
            {
                Name = name,
                Daily = Money(fields, "daily_micro_usd"),
                Monthly = Money(fields, "monthly_micro_usd"),
                Prepaid = fields.Has("prepaid") && fields.Flag("prepaid"),
            },
            _ => null,
        };
        if (limit is null)
            return null;
        fields.RefuseOthers($"a limit of kind {kind}");
        return limit with { Class = only, Lane = lane };
    }

    private static RateLimit Rate(Fields fields, string name) => new()
    {
        Name = name,
        Requests = Count(fields, "requests"),
        Input = Count(fields, "input"),
        Output = Count(fields, "output"),
        Period = fields.Length("period_ns"),
        Burst = fields.Has("burst_ns") ? fields.Length("burst_ns") : null,
        Burn = fields.Has("burn_millionths") ? Burn(Kinds(fields.Object("burn_millionths"))) : TokenBurn.Metered,
        WholeOutput = fields.Has("whole_output") && fields.Flag("whole_output"),
        OnExceed = OnExceed(fields),
    };

    private static TokenBurn Burn(
        (long Input, long CacheWrite, long CacheWriteLong, long CacheRead, long Output) kinds) =>
        new(kinds.Input, kinds.CacheWrite, kinds.CacheWriteLong, kinds.CacheRead, kinds.Output);

    private static ExceedAction OnExceed(Fields fields) =>
        fields.Has("on_exceed") ? fields.Value<ExceedAction>("on_exceed") : ExceedAction.Refuse;

    private static long? Count(Fields fields, string name) => fields.Has(name) ? fields.Number(name, 0, Most) : null;

    private static MicroUsd? Money(Fields fields, string name) =>
        Count(fields, name) is { } value ? new MicroUsd(value) : null;
}
