using System.Collections.Immutable;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Ledger;

/// <summary>Usage added up by columns of somebody's choice. For one caller at a time.</summary>
/// <param name="columns">What it is told apart by, in this order; none: all together.</param>
public sealed class GroupedUsage(ImmutableArray<UsageColumn> columns)
{
    private readonly SortedDictionary<ImmutableArray<string>, UsageSum> groups = new(new ByNames());

    /// <summary>What it is told apart by.</summary>
    public ImmutableArray<UsageColumn> Columns => columns;

    /// <summary>Whether it takes entries to tell these columns apart: sums do not know them.</summary>
    public static bool NeedsEntries(IEnumerable<UsageColumn> columns) =>
        columns.Any(column => column is UsageColumn.Scope or UsageColumn.Lane);

    /// <summary>Counts one request.</summary>
    public void Add(in LedgerEntry entry)
    {
        var (scope, lane) = (entry.Scope.Text, SnakeCase.Of(entry.Lane));
        Add(UsageSum.Of(entry), scope, lane);
    }

    /// <summary>Counts what was summed before; for columns that do not need entries.</summary>
    public void Add(in UsageSum sum) => Add(sum, "", "");

    /// <summary>The groups in the order of their names, each with a name for every column.</summary>
    public ImmutableArray<(ImmutableArray<string> Names, UsageSum Sum)> InOrder() =>
        [.. groups.Select(group => (group.Key, group.Value))];

    private void Add(in UsageSum sum, string scope, string lane)
    {
        var names = new string[columns.Length];
        for (var at = 0; at < names.Length; at++)
            names[at] = Name(columns[at], sum.Key, scope, lane);
        var group = ImmutableArray.Create(names);
        groups[group] = groups.TryGetValue(group, out var known) ? known.Plus(sum) : sum;
    }

    private static string Name(UsageColumn column, in UsageKey key, string scope, string lane) => column switch
    {
        UsageColumn.Hour => InstantText.Of(key.Hour),
        UsageColumn.Day => InstantText.Of(Instant.FromDate(key.Hour.Date)).Split('T')[0],
        UsageColumn.Organization => key.Organization,
        UsageColumn.Scope => scope,
        UsageColumn.Class => key.Class,
        UsageColumn.Pool => key.Pool,
        UsageColumn.Plan => key.Plan,
        UsageColumn.Lane => lane,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "No such column."),
    };

    private sealed class ByNames : IComparer<ImmutableArray<string>>
    {
        public int Compare(ImmutableArray<string> x, ImmutableArray<string> y)
        {
            for (var at = 0; at < x.Length; at++)
            {
                if (string.CompareOrdinal(x[at], y[at]) is not 0 and var order)
                    return order;
            }

            return 0;
        }
    }
}
