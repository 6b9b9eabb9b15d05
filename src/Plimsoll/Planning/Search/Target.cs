using System.Collections.Immutable;

namespace Plimsoll.Planning.Search;

/// <summary>What is to hold: a limit at a multiple of what it is after the change, or the whole load at one.</summary>
/// <param name="Key">Key of the dial, or <see cref="WholePolicy"/>.</param>
/// <param name="Title">For people.</param>
/// <param name="Multiple">Multiple of the limit after the change, or of the whole load.</param>
/// <param name="Load">Requests per second by hour and class that it lets through, before growth.</param>
public sealed record Target(string Key, string Title, double Multiple, double[] Load)
{
    /// <summary>Key of the whole load under the policy.</summary>
    public const string WholePolicy = "policy";

    /// <summary>All limits that can be turned: those that change, then those in force turned together.</summary>
    public static ImmutableArray<Dial> Dials(ServiceModel model)
    {
        var after = model.Timeline.At(model.Compare.After);
        return
        [
            .. PolicyDifference.Between(
                model.Timeline.At(model.Compare.Before), after, model.Changes, model.Classes),
            .. PolicyDifference.Bundles(after, model.Classes),
        ];
    }

    /// <summary>The target of a key; null when there is no such limit.</summary>
    /// <param name="service">The service.</param>
    /// <param name="key">A dial's key, or <see cref="WholePolicy"/>.</param>
    /// <param name="multiple">Multiple; null: 2 of a limit, 1 of the whole load.</param>
    public static Target? Of(ServiceMargins service, string key, double? multiple)
    {
        if (key == WholePolicy)
        {
            var times = multiple ?? 1;
            var whole = service.LoadUnder(service.Policy);
            return new Target(key, "The whole load", times, [.. whole.Select(requests => requests * times)]);
        }

        var raised = multiple ?? 2;
        return Dials(service.Model).FirstOrDefault(dial => dial.Key == key) is { } found
            ? new Target(key, found.Title, raised, service.LoadUnder(found.Turn(found.AfterMultiple * raised)))
            : null;
    }
}
