using System.Globalization;
using Plimsoll.Quantities;
using static Plimsoll.Planning.Wording;

namespace Plimsoll.Planning;

/// <summary>What a verdict says about conditions, prices, the operator's order and contracts.</summary>
internal static class ConditionSentences
{
    private const int ShownMissing = 2;

    /// <summary>A contract that may end within this time of the end of the ramp is spoken of.</summary>
    private static readonly Duration soon = Duration.FromDays(365);

    public static IEnumerable<string> Of(PlanReport report) =>
        report.Conditions.All(outlook => double.IsPositiveInfinity(outlook.Served)) ? [] :
        [
            Held(report), .. Binds(report), .. Prices(report), .. Missing(report), .. Order(report), .. Needed(report),
            .. Withdrawals(report),
        ];

    private static string Held(PlanReport report)
    {
        var holds = report.Conditions.Where(outlook => outlook.Holds).ToArray();
        var fails = report.Conditions.Where(outlook => !outlook.Holds).ToArray();
        var when = $"On {Day(report.Conditions[0].At)} they";
        return fails.Length == 0 ? $"{when} hold under every condition: {Each(holds)}."
            : holds.Length == 0 ? $"{when} hold under no condition: {Each(fails)}."
            : $"{when} hold under {Each(holds)}; they fail under {Each(fails)}.";

        static string Each(IEnumerable<ConditionOutlook> outlooks) => List(outlooks.Select(outlook =>
            $"{outlook.Condition} ({Percent(outlook.Served)}"
            + (outlook.Condition == Condition.Growth ? $", {Day(outlook.At)})" : ")")));
    }

    private static IEnumerable<string> Binds(PlanReport report)
    {
        if (Storm(report).Binding is not { First: { } first, Resources: var resources } binding)
            yield break;
        var outage = binding.Outage is { } site ? $" with a feed of {site} lost"
            : binding.Curtailed is { } curtailed ? $" with the grid of {curtailed} curtailed" : "";
        var when = binding.IsOfWeek ? "over all hours together" : $"on {HourName.Of(binding.Hour)}";
        yield return $"Storm is tightest for {report.Model.Classes[binding.Class].Name} {when}"
            + $"{outage}, where {first.Name} is {Percent(first.Weight)} of what is short"
            + (resources.Length > 1 ? $" and {Whole(resources.Length - 1)} other resources the rest." : ".");
    }

    private static IEnumerable<string> Prices(PlanReport report)
    {
        var storm = Storm(report);
        if (storm.Binding?.Dearest(ResourceKind.Permit) is { } permit)
            yield return $"A kilogram a week more {permit.Name} would raise what is served by {Points(permit)}.";
        if (storm.Binding?.Dearest(ResourceKind.Accelerators) is not { } pool)
            yield break;
        var power = storm.Binding.Dearest(ResourceKind.Power);
        yield return $"There 1,000 more {pool.Name} would raise what is served by {Points(pool)}, more than any other "
            + "accelerators would; "
            + (power is null ? "more power alone would raise nothing." : $"a megawatt more of {power.Name} by "
                + $"{Points(power)}.");

        string Points(BindingResource resource) => string.Create(CultureInfo.InvariantCulture,
            $"{storm.Served * resource.Weight * resource.Unit / resource.Amount * 100:0.###} points");
    }

    /// <summary>What the mildest condition that fails would need.</summary>
    private static IEnumerable<string> Missing(PlanReport report)
    {
        if (report.Conditions.FirstOrDefault(outlook => outlook is { Holds: false, Served: > 0 }) is not { } failing
            || failing.Binding is not { } binding)
            yield break;
        var ways = binding.Resources.Where(r => r.Amount > 0)
            .GroupBy(r => r.Kind)
            .SelectMany(kind => kind.OrderBy(r => r.MissingAt(failing.Served))
                .Take(kind.Key == ResourceKind.Accelerators ? ShownMissing : 1))
            .Select(r => $"{Amount(r, r.MissingAt(failing.Served))} more {r.Name} "
                + $"(+{Percent(r.MissingAt(failing.Served) / r.Amount)})");
        var all = Percent((1 / failing.Served) - 1);
        yield return $"To hold under {failing.Condition} it takes {all} more of everything; "
            + $"of one thing alone, at its shadow price and so at the least, {string.Join(", or ", ways)}.";

        static string Amount(BindingResource resource, double missing) => resource.Kind switch
        {
            ResourceKind.Power => $"{Whole(Math.Ceiling(missing / 1e6))} MW",
            ResourceKind.Permit => $"{Whole(Math.Ceiling(missing))} kg a week",
            _ => Whole(Math.Ceiling(missing)),
        };
    }

    private static IEnumerable<string> Order(PlanReport report)
    {
        if (report.Order.IsEmpty)
            yield break;
        var groups = report.Order.GroupBy(Reach, order => $"{order.Condition}").Select(group =>
            $"{List(group)} {(group.Count() > 1 ? "carry" : "carries")} {group.Key}");
        yield return $"In the operator's order {string.Join("; ", groups)}.";

        static string Reach(OrderOutlook order)
        {
            if (order.Start < 1 && order.Steps.All(step => step.Step.InForce || step.Part <= 0))
                return "not even the policy before";
            if (order.Carried == order.Steps.Length)
                return $"all {Whole(order.Steps.Length)} steps";
            var next = order.Steps[order.Carried];
            return $"{Whole(order.Carried)} of {Whole(order.Steps.Length)} steps, then "
                + $"{(next.Part > 0 ? Percent(next.Part) : "none")} of: {next.Step.Title}";
        }
    }

    private static IEnumerable<string> Needed(PlanReport report)
    {
        if (!Storm(report).Holds || report.Contracts.Length < 2)
            yield break;
        var needed = report.Contracts.Where(c => c.IsNeeded).ToArray();
        var spare = report.Contracts.Where(c => !c.IsNeeded).ToArray();
        yield return needed.Length == 0
            ? $"No single contract is needed: Storm holds without any one of {Each(spare)}."
            : $"The promises stand on {Each(needed)}: without any one of them Storm fails"
                + (spare.Length == 0 ? "." : $"; without {Each(spare)} it holds.");

        static string Each(IEnumerable<ContractOutlook> contracts) =>
            List(contracts.Select(c => $"{c.Contract.Counterparty} ({Percent(c.ServedWithout)} without)"));
    }

    private static IEnumerable<string> Withdrawals(PlanReport report)
    {
        var now = report.Conditions[0].At;
        foreach (var outlook in report.Contracts.Where(c => c.Withdrawal is { } end && end <= now + soon))
        {
            var (contract, end) = (outlook.Contract, outlook.Withdrawal!.Value);
            var first = contract.Start + (contract.MinimumTerm ?? Duration.Zero);
            var (how, later) = contract switch
            {
                _ when contract.Start + contract.Term == end => ("comes to the end of its term", ""),
                { Notice: null } => ("may withdraw at any time", ""),
                { Notice: { } notice } when first > now => (
                    $"may withdraw on {Days(notice)} days' notice, first given on {Day(first.Value)}",
                    $"; from {Day(first.Value)} on none that takes longer than {Days(notice)} days"),
                { Notice: { } notice } => ($"may withdraw on {Days(notice)} days' notice", ""),
            };
            yield return $"{contract.Counterparty} {how}: its capacity may be gone on {Day(end)}, "
                + $"{Days(end - now)} days after {Day(now)}, and backs no promise that takes longer to lower{later}.";
        }

        if (!Storm(report).Holds)
            yield break;
        var longest = report.Changes.Select(c => c.Notice).DefaultIfEmpty(report.Model.Conditions.Notice).Max();
        var takes = $"the longest here takes {Days(longest)} days";
        yield return report.LongestNotice is { } most
            ? $"So these promises are backed only if they can be lowered within {Days(most)} days; {takes}."
            : $"No withdrawal decides whether these promises are backed; {takes} to lower.";
    }

    private static ConditionOutlook Storm(PlanReport report) =>
        report.Conditions.First(outlook => outlook.Condition == Condition.Storm);
}
