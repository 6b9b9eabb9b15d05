using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Tests.Limits.Histories;

namespace Plimsoll.Tests.Limits.Replay;

/// <summary>Events of every kind with every member at its default and away from it.</summary>
internal static class LogEvents
{
    public static Arbitrary<LimitEvent> Any { get; } = Arb.From(Gen.OneOf(
        Open, Adopted, Added, Changed, Removed, Asked,
        Reported, Settled, Released, Reset, Grant, Used, Overage, Consent, Bought));

    private static Gen<Instant> At => Gen.OneOf(
        Gen.Choose(0, 2_000_000_000).Select(n => Instant.FromUnixSeconds(n)),
        from seconds in Gen.Choose(-2_000_000_000, 2_000_000_000)
        from rest in Gen.Choose(0, 999_999_999)
        select new Instant((seconds * 4L * Duration.NanosecondsPerSecond) + rest));

    private static Gen<string> Name => Gen.Elements(
        "acme", "a", "Zoë \"the\" <first>", "req_01", "日本", "line\nbreak", "tab\tand \\ ", "😀");

    private static Gen<ScopeName> Scope => Gen.Elements(
        ["acme", "acme/alice", "acme/research/alice/laptop", "Größe/日本/\"x\"", "a b"]).Select(ScopeName.Parse);

    private static Gen<ImmutableArray<string>> Names =>
        Gen.ListOf(Name).Select(names => names.Take(3).ToImmutableArray());

    private static Gen<bool> Flag => Gen.Elements(true, false);

    private static Gen<long> Money => Gen.OneOf(
        Gen.Elements(0, 1, long.MaxValue), Gen.Choose(0, int.MaxValue).Select(n => n * 4096L));

    private static Gen<Tokens> Tokens => Gen.OneOf(
        Gen.Elements(0, 1, LimitEventJson.MostTokens), Gen.Choose(0, int.MaxValue).Select(n => (long)n))
        .Select(n => new Tokens(n));

    private static Gen<TokenUsage> Usage =>
        from input in Tokens
        from write in Tokens
        from read in Tokens
        from output in Tokens
        from longWrite in Tokens
        select new TokenUsage(input, write, read, output) { CacheWriteLong = longWrite };

    private static Gen<ResetOrder> Order =>
        from limits in Names
        from sets in Names
        select new ResetOrder(limits, sets);

    private static Gen<RecordedDecision> Decision => Gen.OneOf(
        Gen.Elements<RecordedDecision>(
            new RecordedDecision.Repeated(), new RecordedDecision.NotIncluded(), new RecordedDecision.Duplicate()),
        from lane in Value<Lane>()
        from isOverage in Flag
        select (RecordedDecision)new RecordedDecision.Admitted(lane, isOverage),
        from level in Value<ScopeLevel>()
        from kind in Value<LimitKind>()
        from name in Name
        from never in Flag
        from retryAt in At
        from overage in Value<OverageStatus>()
        select (RecordedDecision)new RecordedDecision.Rejected(
            new LimitName(level, kind, name), never ? null : retryAt, overage));

    private static Gen<LimitEvent> Open => At.Select(LimitEvent (at) => new BookOpened(at));

    private static Gen<LimitEvent> Added =>
        from at in At
        from scope in Scope
        from level in Value<ScopeLevel>()
        from sets in Names
        from anchor in Gen.OneOf(Gen.Constant(default(Instant)), At)
        select (LimitEvent)new ScopeAdded(at, scope, level, sets, anchor);

    private static Gen<LimitEvent> Changed =>
        from at in At
        from scope in Scope
        from sets in Names
        from anchor in Gen.OneOf(Gen.Constant(default(Instant)), At)
        select (LimitEvent)new ScopeChanged(at, scope, sets, anchor);

    private static Gen<LimitEvent> Adopted =>
        from at in At
        from policy in Policies.Any(Themes.Everything, at)
        select (LimitEvent)new PolicyAdopted(at, new PolicyTimeline([policy]));

    private static Gen<LimitEvent> Removed =>
        from at in At
        from scope in Scope
        select (LimitEvent)new ScopeRemoved(at, scope);

    private static Gen<LimitEvent> Asked =>
        from at in At
        from request in Name
        from scope in Scope
        from product in Gen.OneOf(Gen.Constant<string?>(null), Name.Select(string? (name) => name))
        from lane in Value<Lane>()
        from traits in Names
        from requests in Gen.Elements(0, 1, 500, int.MaxValue)
        from estimate in Usage
        from consents in Flag
        from decision in Decision
        select (LimitEvent)new RequestAsked(at)
        {
            Request = request,
            Scope = scope,
            Class = "opus",
            Product = product,
            Lane = lane,
            Traits = traits,
            Requests = requests,
            Estimate = estimate,
            Consents = consents,
            Decision = decision,
        };

    private static Gen<LimitEvent> Reported =>
        from at in At
        from request in Name
        from usage in Usage
        select (LimitEvent)new UsageReported(at, request, usage);

    private static Gen<LimitEvent> Settled =>
        from at in At
        from request in Name
        from usage in Usage
        select (LimitEvent)new RequestSettled(at, request, usage);

    private static Gen<LimitEvent> Released =>
        from at in At
        from request in Name
        select (LimitEvent)new RequestReleased(at, request);

    private static Gen<LimitEvent> Reset => Gen.OneOf(
        from at in At
        from name in Name
        from order in Order
        select (LimitEvent)new WindowsReset(at, name, null, order),
        from at in At
        from name in Name
        from scope in Scope
        from limits in Names
        select (LimitEvent)new WindowsReset(at, name, scope, new ResetOrder(limits, [])));

    private static Gen<LimitEvent> Grant =>
        from at in At
        from name in Name
        from count in Gen.Elements(1, int.MaxValue)
        from order in Order
        from needsLimit in Flag
        from cooldown in Money
        from isPaused in Flag
        select (LimitEvent)new GrantDefined(at, new ResetGrant(name, name, count, at, at + new Duration(1), order)
        {
            NeedsLimit = needsLimit,
            Cooldown = new Duration(cooldown),
            IsPaused = isPaused,
        });

    private static Gen<LimitEvent> Used =>
        from at in At
        from scope in Scope
        from grant in Name
        from request in Name
        from result in Value<ResetResult>()
        select (LimitEvent)new GrantUsed(at, scope, grant, request, result);

    private static Gen<LimitEvent> Overage =>
        from at in At
        from scope in Scope
        from isEnabled in Flag
        from daily in Money
        from monthly in Money
        select (LimitEvent)new OverageSet(
            at, scope, isEnabled, daily == 1 ? null : new MicroUsd(daily), monthly == 1 ? null : new MicroUsd(monthly));

    private static Gen<LimitEvent> Consent =>
        from at in At
        from scope in Scope
        from consents in Flag
        select (LimitEvent)new ConsentSet(at, scope, consents);

    private static Gen<LimitEvent> Bought =>
        from at in At
        from scope in Scope
        from credit in Money
        from isBack in Flag
        select (LimitEvent)new CreditBought(at, scope, new MicroUsd(isBack ? -credit : credit));

    private static Gen<T> Value<T>()
        where T : struct, Enum => Gen.Elements(Enum.GetValues<T>());
}
