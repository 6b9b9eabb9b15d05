using System.Diagnostics;
using Plimsoll.Limits.Documents;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Replay;

/// <summary>Reads events. What is wrong is noted in the fields; the event is void then.</summary>
internal static class EventReader
{
    private const long Most = long.MaxValue;

    public static LimitEvent? Read(Fields fields)
    {
        var at = fields.Instant("at");
        var kind = fields.Choice("event", EventNames.Events);
        if (kind is null)
            return null;
        LimitEvent? one = kind switch
        {
            EventNames.BookOpened => Opened(fields, at),
            EventNames.PolicyAdopted => Adopted(fields, at),
            EventNames.ScopeAdded => new ScopeAdded(
                at, fields.Scope("scope"), fields.Value<ScopeLevel>("level"), fields.Names("sets"), Anchor(fields)),
            EventNames.ScopeChanged => new ScopeChanged(
                at, fields.Scope("scope"), fields.Names("sets"), Anchor(fields)),
            EventNames.ScopeRemoved => new ScopeRemoved(at, fields.Scope("scope")),
            EventNames.RequestAsked => Asked(fields, at),
            EventNames.UsageReported => new UsageReported(at, fields.Text("request"), Usage(fields, "usage")),
            EventNames.RequestSettled => new RequestSettled(at, fields.Text("request"), Usage(fields, "usage")),
            EventNames.RequestReleased => new RequestReleased(at, fields.Text("request")),
            _ => Setting(fields, kind, at),
        };
        fields.RefuseOthers(kind);
        return one;
    }

    private static LimitEvent Setting(Fields fields, string kind, Instant at) => kind switch
    {
        EventNames.WindowsReset => Reset(fields, at),
        EventNames.GrantDefined => new GrantDefined(at, Grant(fields)),
        EventNames.GrantUsed => new GrantUsed(
            at,
            fields.Scope("scope"),
            fields.Text("grant"),
            fields.Text("request"),
            fields.Value<ResetResult>("result")),
        EventNames.OverageSet => new OverageSet(
            at,
            fields.Scope("scope"),
            fields.Flag("enabled"),
            Money(fields, "daily_micro_usd"),
            Money(fields, "monthly_micro_usd")),
        EventNames.ConsentSet => new ConsentSet(at, fields.Scope("scope"), fields.Flag("consents")),
        EventNames.CreditBought => new CreditBought(
            at, fields.Scope("scope"), new MicroUsd(fields.Number("micro_usd", -Most, Most))),
        _ => throw new UnreachableException($"Unknown event {kind}."),
    };

    private static BookOpened Opened(Fields fields, Instant at)
    {
        fields.Choice("format", [LimitEventJson.Format]);
        return new BookOpened(at);
    }

    private static PolicyAdopted? Adopted(Fields fields, Instant at) =>
        fields.Object("policy") is { } policy && PolicyReader.Read(policy) is { } timeline
            ? new PolicyAdopted(at, timeline)
            : null;

    private static RequestAsked Asked(Fields fields, Instant at) => new(at)
    {
        Request = fields.Text("request"),
        Scope = fields.Scope("scope"),
        Class = fields.Text("class"),
        Product = fields.Has("product") ? fields.Text("product") : null,
        Lane = fields.Has("lane") ? fields.Value<Lane>("lane") : default,
        Traits = fields.Has("traits") ? fields.Names("traits") : [],
        Requests = fields.Has("requests") ? (int)fields.Number("requests", 1, int.MaxValue) : 0,
        Estimate = Usage(fields, "estimate"),
        Consents = fields.Has("consents") && fields.Flag("consents"),
        Decision = Decision(fields),
    };

    private static RecordedDecision Decision(Fields fields) =>
        fields.Choice("decision", EventNames.Decisions) switch
        {
            EventNames.Admitted => new RecordedDecision.Admitted(
                fields.Has("served") ? fields.Value<Lane>("served") : default,
                fields.Has("is_overage") && fields.Flag("is_overage")),
            EventNames.Repeated => new RecordedDecision.Repeated(),
            EventNames.Rejected => new RecordedDecision.Rejected(
                Limit(fields),
                fields.Has("retry_at") ? fields.Instant("retry_at") : null,
                fields.Has("overage") ? fields.Value<OverageStatus>("overage") : OverageStatus.NotOffered),
            EventNames.NotIncluded => new RecordedDecision.NotIncluded(),
            _ => new RecordedDecision.Duplicate(),
        };

    private static LimitName Limit(Fields fields)
    {
        if (fields.Object("binding") is not { } limit)
            return default;
        var name = new LimitName(
            limit.Value<ScopeLevel>("level"), limit.Value<LimitKind>("kind"), limit.Text("name"));
        limit.RefuseOthers("a limit");
        return name;
    }

    private static TokenUsage Usage(Fields fields, string name)
    {
        if (fields.Object(name) is not { } tokens)
            return default;
        var usage = new TokenUsage(
            Tokens(tokens, "input"),
            Tokens(tokens, "cache_write"),
            Tokens(tokens, "cache_read"),
            Tokens(tokens, "output"))
        {
            CacheWriteLong = Tokens(tokens, "cache_write_long"),
        };
        tokens.RefuseOthers("tokens by kind");
        return usage;
    }

    private static Tokens Tokens(Fields fields, string name) =>
        new(fields.Has(name) ? fields.Number(name, 0, LimitEventJson.MostTokens) : 0);

    private static MicroUsd? Money(Fields fields, string name) =>
        fields.Has(name) ? new MicroUsd(fields.Number(name, 0, Most)) : null;

    private static Instant Anchor(Fields fields) =>
        fields.Has("week_anchor") ? fields.Instant("week_anchor") : default;

    private static WindowsReset Reset(Fields fields, Instant at)
    {
        var reset = fields.Text("reset");
        if (!fields.Has("scope"))
            return new WindowsReset(at, reset, null, Order(fields));
        var limits = fields.Has("limits") ? fields.Names("limits") : [];
        return new WindowsReset(at, reset, fields.Scope("scope"), new ResetOrder(limits, []));
    }

    private static ResetGrant Grant(Fields fields) => new(
        fields.Text("grant"),
        fields.Text("label"),
        (int)fields.Number("count", 1, int.MaxValue),
        fields.Instant("starts_at"),
        fields.Instant("ends_at"),
        Order(fields))
    {
        NeedsLimit = fields.Has("needs_limit") && fields.Flag("needs_limit"),
        Cooldown = new Duration(fields.Has("cooldown_ns") ? fields.Number("cooldown_ns", 0, Most) : 0),
        IsPaused = fields.Has("is_paused") && fields.Flag("is_paused"),
    };

    private static ResetOrder Order(Fields fields) => new(
        fields.Has("limits") ? fields.Names("limits") : [], fields.Has("sets") ? fields.Names("sets") : []);
}
