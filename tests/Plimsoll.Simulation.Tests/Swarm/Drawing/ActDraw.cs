using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Tests.Limits.Reference;

namespace Plimsoll.Simulation.Tests.Swarm.Drawing;

/// <summary>What operators and users do to limits in a case.</summary>
internal sealed class ActDraw(Dice dice, Feature has, PolicyDraw policies, ImmutableArray<SwarmAccount> accounts)
{
    private UInt128 resets;

    public ImmutableArray<SwarmAct> Draw(Instant start, Duration span)
    {
        List<SwarmAct> acts = [];
        if (has.HasFlag(Feature.Overage))
        {
            for (var account = 0; account < accounts.Length; account++)
            {
                acts.Add(Switch(start, account, isOn: dice.Chance(80)));
                acts.Add(Consent(start, account, dice.Chance(80)));
                acts.Add(Buy(start, account));
            }
        }

        var count = dice.Of(0, 6);
        for (var i = 0; i < count; i++)
        {
            var at = start + new Duration(dice.Below(span.Nanoseconds));
            var account = dice.Of(0, accounts.Length - 1);
            if (has.HasFlag(Feature.Resets))
                acts.Add(dice.Chance(60) ? Reset(at, account) : ResetEverybody(at));
            if (has.HasFlag(Feature.Overage))
            {
                acts.Add(dice.Chance(50)
                    ? Switch(at, account, dice.Chance(50))
                    : Consent(at, account, dice.Chance(50)));
            }

            if (has.HasFlag(Feature.Adoptions) && dice.Chance(40))
                acts.Add(Adopt(at, start, span));
        }

        return [.. acts.OrderBy(act => act.At)];
    }

    private SwarmAct Reset(Instant at, int account)
    {
        var (order, id) = (Order(), ++resets);
        return new(at, $"reset account {account}", (book, paths) => book.Reset(paths[account], order, id, at),
            world => NaiveWorld.Clear(world.Scopes[account], order))
        {
            RestatesUse = true,
        };
    }

    private SwarmAct ResetEverybody(Instant at)
    {
        var (order, id) = (Order(), ++resets);
        return new(at, "reset everybody", (book, _) => book.ResetEverybody(order, id, at),
            world => world.ClearEverybody(order))
        {
            RestatesUse = true,
        };
    }

    private ResetOrder Order() => dice.Chance(50) ? ResetOrder.Everything : new([dice.Pick("session", "week")]);

    private SwarmAct Adopt(Instant at, Instant start, Duration span)
    {
        var timeline = policies.Timeline(start, span, 3);
        return new(at, "adopt a policy", (book, _) => book.Adopt(timeline, at), world => world.Adopt(timeline))
        {
            RestatesUse = true,
        };
    }

    private SwarmAct Switch(Instant at, int account, bool isOn)
    {
        MicroUsd? daily = dice.Chance(20) ? new MicroUsd(dice.Of(0, 3000)) : null;
        return new(at, $"overage of account {account} {(isOn ? "on" : "off")}",
            (book, paths) => book.SetOverage(paths[account], isOn, daily, null, at),
            world => Change(world.Scopes[account], scope => (scope.IsOn, scope.Daily, scope.Monthly) =
                (isOn, daily, null)));
    }

    private static SwarmAct Consent(Instant at, int account, bool consents) => new(
        at, $"consent of account {account}: {consents}",
        (book, paths) => book.SetConsent(paths[account], consents, at),
        world => Change(world.Scopes[account], scope => scope.HasConsent = consents));

    private SwarmAct Buy(Instant at, int account)
    {
        var credit = dice.Pick(100, 3000, 1_000_000);
        return new(at, $"account {account} buys {credit}",
            (book, paths) => book.Buy(paths[account], new MicroUsd(credit), at),
            world => Change(world.Scopes[account], scope => scope.Bought += credit));
    }

    private static void Change(
        NaiveScope scope, Action<NaiveScope> change)
    {
        if (scope.Meters.Exists(meter => meter.Limit.Kind == LimitKind.Overage))
            change(scope);
    }
}
