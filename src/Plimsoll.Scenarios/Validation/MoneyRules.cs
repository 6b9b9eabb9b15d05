using Plimsoll.Scenarios.Format;
using static Plimsoll.Scenarios.Validation.Rules;

namespace Plimsoll.Scenarios.Validation;

/// <summary>What has to hold between the values of what contracts cost and of the community ledger.</summary>
internal static class MoneyRules
{
    /// <summary>The rules.</summary>
    public static IEnumerable<Rule> All =>
    [
        For<ContractSpec>(["fee-steps"], (spec, at) =>
        {
            Ascending([.. spec.FeeSteps.Select(step => step.From)], at, "fee-steps", "from");
            if (spec.FeeSteps.Count > 0 && !at.Mapping.Keys.Any(IsPrice))
                at.Report("are multiples of a price, and none is stated: add 'price-per-month'", "fee-steps");
        }),
        For<ContractSpec>(["overage-per-accelerator-hour"], (_, at) =>
        {
            if (!at.Mapping.Keys.Contains("accelerators"))
            {
                at.Report("is for more than is covered: state in 'accelerators' how many are",
                    "overage-per-accelerator-hour");
            }
        }),
        For<ScenarioSpec>(["candidates", "money"], (spec, at) =>
        {
            foreach (var kind in spec.Money.Rents.Keys.Where(spec.Candidates.PricePerHour.ContainsKey))
                at.Report("has a price in 'candidates.price-per-hour' already: keep one", "money", "rents", kind);
        }),
        For<CommitmentSpec>(["from", "until"], (spec, at) =>
            Ascend(spec.From, spec.Until, "'until' has to be later than 'from'", at, "until")),
        For<GridUpgradeSpec>(["cost", "paid"], (spec, at) =>
        {
            if (spec.Paid!.Value.Value > spec.Cost!.Value.Value)
                at.Report("expected at most 'cost'", "paid");
        }),
        For<GridUpgradeSpec>(["paid", "reimbursed"], (spec, at) =>
        {
            if (spec.Reimbursed!.Value.Value > spec.Paid!.Value.Value)
                at.Report("expected at most 'paid'", "reimbursed");
        }),
        For<NewGenerationSpec>(["output"], (spec, at) =>
        {
            if (spec.Output.Count is not (1 or 24))
                at.Report($"found {spec.Output.Count} values; expected 1, or 24 from midnight UTC", "output");
            for (var i = 0; i < spec.Output.Count; i++)
            {
                if (spec.Output[i] is < 0 or > 1)
                    at.Report("expected 0 to 1", "output", $"{i}");
            }
        }),
        For<RecordSpec>(["date", "status-date"], (spec, at) =>
        {
            if (spec.StatusDate < spec.Date)
                at.Report("expected the day of 'date' or a later one", "status-date");
        }),
    ];

    private static bool IsPrice(string key) => key is "price-per-month" or "price-per-accelerator-hour";
}
