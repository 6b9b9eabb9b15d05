using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Planning;

/// <summary>A step of the operator's order, ready to be taken in part or in full.</summary>
public sealed record PriorityStep
{
    /// <summary>Change or bundle, or <c>training</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What is wanted, for people.</summary>
    public required string Title { get; init; }

    /// <summary>Limits that it turns; none for training, and for a change that is in force already.</summary>
    public required ImmutableArray<(Dial Dial, double Wanted)> Dials { get; init; }

    /// <summary>Part of the accelerators that it gives to training, 0 to 1.</summary>
    public required double Training { get; init; }

    /// <summary>Whether the policy before has it already.</summary>
    public required bool InForce { get; init; }

    /// <summary>How long before it is taken back users have to be told.</summary>
    public required Duration Notice { get; init; }

    /// <summary>
    /// The policy with a part of this step: each limit at its wanted multiple to the power of the part, so that all of
    /// them are as far along.
    /// </summary>
    /// <param name="policy">The policy with the steps before.</param>
    /// <param name="part">0 to 1.</param>
    public Policy Turn(Policy policy, double part) => part <= 0 ? policy : Dials.Aggregate(policy, (turned, each) =>
        each.Dial.Turn(turned, Math.Pow(each.Wanted, part)));

    /// <summary>Makes a step.</summary>
    /// <param name="terms">What was written.</param>
    /// <param name="model">The service.</param>
    /// <param name="before">The policy that the order starts from.</param>
    public static PriorityStep Of(PriorityTerms terms, ServiceModel model, Policy before) => terms switch
    {
        ChangePriority { Change: var name } => OfChange(model.Changes.First(c => c.Name == name), model, before),
        BundlePriority bundle => OfBundle(bundle, model, before),
        TrainingPriority training => new PriorityStep
        {
            Name = "training",
            Title = $"{Percentage.Of(training.Share)} of accelerators to training",
            Dials = [],
            Training = training.Share,
            InForce = false,

            // Nobody is promised less training than there is: it can be called back at once.
            Notice = Duration.Zero,
        },
        _ => throw new InvalidOperationException($"Unknown priority {terms}."),
    };

    private static PriorityStep OfChange(ChangeTerms change, ServiceModel model, Policy before)
    {
        var eve = model.Timeline.At(change.Effective - Duration.FromDays(1));
        var day = model.Timeline.At(change.Effective);
        var isInForce = before.Changes.Contains(change.Name);
        var dials = PolicyDifference.Between(eve, day, model.Changes, model.Classes)
            .Where(dial => dial.Promise == change.Name && !isInForce);
        return new PriorityStep
        {
            Name = change.Name,
            Title = change.Title,
            Dials = [.. dials.Select(dial => (dial, dial.AfterMultiple))],
            Training = 0,
            InForce = isInForce,
            Notice = model.Conditions.NoticeOf(change.Name),
        };
    }

    private static PriorityStep OfBundle(BundlePriority bundle, ServiceModel model, Policy before)
    {
        var dial = PolicyDifference.Bundles(before, model.Classes).First(dial => dial.Key == bundle.Bundle);
        return new PriorityStep
        {
            Name = bundle.Bundle,
            Title = FormattableString.Invariant($"{dial.Title} ×{bundle.Multiple:0.##}"),
            Dials = [(dial, bundle.Multiple)],
            Training = 0,
            InForce = false,
            Notice = model.Conditions.NoticeOf(bundle.Bundle),
        };
    }
}
