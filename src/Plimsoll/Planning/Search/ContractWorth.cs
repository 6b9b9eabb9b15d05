using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Planning.Search;

/// <summary>What a contract is worth to the promises of a service.</summary>
public sealed record ContractWorth
{
    private const double SecondsPerMonth = Candidate.HoursPerMonth * 3600;
    private const double DaysPerYear = 365;

    /// <summary>The contract.</summary>
    public required Contract Contract { get; init; }

    /// <summary>Its sites, by name.</summary>
    public required ImmutableArray<string> Sites { get; init; }

    /// <summary>The day of supply and demand: the end of the ramp.</summary>
    public required Instant At { get; init; }

    /// <summary>By condition, served over required with the contract and without it.</summary>
    public required ImmutableArray<(Condition Condition, double With, double Without)> Margins { get; init; }

    /// <summary>Every limit under Storm, with the contract and without it.</summary>
    public required ImmutableArray<LineWorth> Lines { get; init; }

    /// <summary>Growth at the stated rate that it carries under Storm, in days; null: no growth is stated.</summary>
    public required double? GrowthDays { get; init; }

    /// <summary>Mean output tokens a month that only it lets the service promise, under Storm.</summary>
    public required double OutputTokensPerMonth { get; init; }

    /// <summary>What would carry as much under Storm, each by itself, on a new site.</summary>
    public required ImmutableArray<SizeAnswer> Replacements { get; init; }

    /// <summary>The first day on which it can be gone, and what then holds; null: it cannot be withdrawn.</summary>
    public required Withdrawal? Withdrawal { get; init; }

    /// <summary>
    /// Changes that would be taken back without it, that which helps most first, until the rest holds under Storm.
    /// </summary>
    public required ImmutableArray<UndoStep> Undone { get; init; }

    /// <summary>Price of a million output tokens that it lets the service promise; null: no price, or none.</summary>
    public double? PricePerMillion => Contract.PricePerMonth is { } price && OutputTokensPerMonth > 0
        ? price.Dollars / OutputTokensPerMonth * 1e6 : null;

    /// <summary>
    /// Price of an accelerator-hour below which a replacement costs less than the contract; null: no price, or no
    /// amount helps.
    /// </summary>
    public Usd? BreakEvenOf(SizeAnswer answer) =>
        Contract.PricePerMonth is { } price && answer.Accelerators is > 0 and var count
            ? new Usd(price.Dollars / (count * Candidate.HoursPerMonth)) : null;

    /// <summary>Share of the required load under Storm that only it carries; none where there is no load.</summary>
    public double Carried => CarriedBetween(Under(Condition.Storm));

    /// <summary>The margins under a condition.</summary>
    public (double With, double Without) Under(Condition condition) => Margins.Where(m => m.Condition == condition)
        .Select(m => (m.With, m.Without)).First();

    /// <summary>Computes it.</summary>
    /// <param name="service">The service.</param>
    /// <param name="contract">Its contract.</param>
    /// <param name="candidates">What could replace it.</param>
    public static ContractWorth Of(ServiceMargins service, Contract contract, ImmutableArray<Candidate> candidates)
    {
        var model = service.Model;
        var at = model.Compare.Ramped;
        var without = service.With(model with
        {
            Sites = [.. model.Sites.Where(site => site.Contract.Name != contract.Name)],
        });
        var load = service.LoadUnder(service.Policy);
        ImmutableArray<(Condition Condition, double With, double Without)> margins =
        [
            .. Enum.GetValues<Condition>().Select(condition => (
                condition, service.Of(at, condition, load).Multiple, without.Of(at, condition, load).Multiple)),
        ];
        var storm = margins.First(margin => margin.Condition == Condition.Storm);
        var same = new Target(
            Target.WholePolicy, "As much", storm.With, [.. load.Select(requests => requests * storm.With)]);
        return new ContractWorth
        {
            Contract = contract,
            Sites = [.. model.Sites.Where(site => site.Contract.Name == contract.Name).Select(site => site.Name)],
            At = at,
            Margins = margins,
            Lines = LinesOf(service, without),
            GrowthDays = GrowthOf(model, at, storm.With, storm.Without),
            OutputTokensPerMonth = CarriedBetween((storm.With, storm.Without)) * OutputOf(model, load)
                * model.Growth.At(at) * SecondsPerMonth,
            Replacements = storm.With > 0 && double.IsFinite(storm.With)
                ? SizeSearch.Of(without, same, at, Condition.Storm, candidates) : [],
            Withdrawal = WithdrawalOf(service, without, contract, load),
            Undone = storm.With >= 1 ? Undo(without, at) : [],
        };
    }

    private static double CarriedBetween((double With, double Without) margins) =>
        double.IsFinite(margins.With) ? margins.With - margins.Without : 0;

    private static ImmutableArray<LineWorth> LinesOf(ServiceMargins with, ServiceMargins without)
    {
        var at = with.Model.Compare.Ramped;
        var growth = with.Model.Growth.At(at);
        var (one, other) = (with.AdequacyAt(at, Condition.Storm), without.AdequacyAt(at, Condition.Storm));
        return
        [
            .. Target.Dials(with.Model).Select(dial => new LineWorth(
                dial,
                LoadLine.Of(dial, one, with.LoadUnder, growth),
                LoadLine.Of(dial, other, with.LoadUnder, growth))),
        ];
    }

    private static double? GrowthOf(ServiceModel model, Instant at, double with, double without)
    {
        var year = Math.Log(model.Growth.At(at + Duration.FromDays((long)DaysPerYear)) / model.Growth.At(at));
        return year > 0 && without > 0 && double.IsFinite(with) ? DaysPerYear * Math.Log(with / without) / year : null;
    }

    /// <summary>Mean output tokens a second of a week.</summary>
    private static double OutputOf(ServiceModel model, double[] load)
    {
        var classes = model.Classes.Length;
        return load.Select((requests, i) => requests * model.Classes[i % classes].Traffic.Output).Sum()
            / (load.Length / classes);
    }

    private static Withdrawal? WithdrawalOf(
        ServiceMargins service, ServiceMargins without, Contract contract, double[] load) =>
        !contract.IsWithdrawable || contract.WithdrawalFrom(service.Model.Compare.After) is not { } first
            ? null
            : new Withdrawal(
            first,
            contract.Notice ?? Duration.Zero,
            service.Of(first, Condition.Storm, load).Multiple,
            without.Of(first, Condition.Storm, load).Multiple);

    private static ImmutableArray<UndoStep> Undo(ServiceMargins without, Instant at)
    {
        var adequacy = without.AdequacyAt(at, Condition.Storm);
        var growth = without.Model.Growth.At(at);
        var policy = without.Policy;
        var left = PolicyDifference.Between(
            without.Model.Timeline.At(without.Model.Compare.Before), policy, without.Model.Changes,
            without.Model.Classes).ToList();
        var steps = ImmutableArray.CreateBuilder<UndoStep>();
        var margin = MarginUnder(policy);
        while (margin < 1 && left.Count > 0)
        {
            var tried = left.Select(dial => (Dial: dial, Policy: Reverted(dial, policy)))
                .Select(undone => (undone.Dial, undone.Policy, Margin: MarginUnder(undone.Policy)))
                .MaxBy(undone => undone.Margin);
            (policy, margin) = (tried.Policy, tried.Margin);
            left.Remove(tried.Dial);
            steps.Add(new UndoStep(tried.Dial, margin));
        }

        return steps.ToImmutable();

        double MarginUnder(Policy tried) => adequacy.Of(without.LoadUnder(tried), growth).Multiple;
    }

    /// <summary>A policy with one limit as it was before.</summary>
    private static Policy Reverted(Dial dial, Policy policy) => (dial switch
    {
        AllowanceDial allowance => allowance with { After = policy },
        AmountDial amount => amount with { After = policy },
        RateDial rate => rate with { After = policy },
        _ => dial,
    }).Turn(1);
}

/// <summary>A limit with a contract and without it, under Storm.</summary>
/// <param name="Dial">The limit.</param>
/// <param name="With">Its load line with the contract.</param>
/// <param name="Without">Without.</param>
public sealed record LineWorth(Dial Dial, LoadLine With, LoadLine Without)
{
    /// <summary>Whether the limit as it stands is borne with the contract only.</summary>
    public bool IsBackedByItAlone => With.Bears(Dial.AfterMultiple) && !Without.Bears(Dial.AfterMultiple);
}

/// <summary>What happens when a contract is withdrawn as soon as it can be.</summary>
/// <param name="First">The first day without it.</param>
/// <param name="Notice">Notice that comes before.</param>
/// <param name="With">Served over required under Storm on that day with the contract.</param>
/// <param name="Without">Without it.</param>
public sealed record Withdrawal(Instant First, Duration Notice, double With, double Without);

/// <summary>A change that is taken back.</summary>
/// <param name="Dial">Its limit, at what it was before.</param>
/// <param name="Margin">Served over required after this and the steps before it.</param>
public sealed record UndoStep(Dial Dial, double Margin);
