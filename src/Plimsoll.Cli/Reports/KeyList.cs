using System.CommandLine;
using System.Text.Json;
using Plimsoll.Cli.Commands;
using Plimsoll.Gateway.Keys;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>The keys of a file or of a running gateway, and what scopes carry.</summary>
internal sealed class KeyList : IListing
{
    private readonly List<Row> keys;
    private readonly List<(string Scope, string Limits)> scopes;

    private KeyList(IEnumerable<Row> keys, IEnumerable<(string Scope, string Limits)> scopes) =>
        (this.keys, this.scopes) = ([.. keys], [.. scopes]);

    /// <summary>Those of a file; null, with what is wrong printed, where it is none.</summary>
    public static KeyList? Load(string file, IAnsiConsole error)
    {
        KeyList? list = null;
        KeysCommand.Guarded(error, () =>
        {
            var ring = KeyFile.Load(file);
            list = new KeyList(
                ring.Keys.Select(key => new Row(
                    key.Name,
                    key.Plan,
                    key.Tier,
                    key.Product,
                    Place(key.Organization, key.Workspace, key.User),
                    Joined(key.Limits ?? []),
                    key.Created)),
                ring.Scopes.Select(scope => (scope.Scope, Joined(scope.Limits))));
        });
        return list;
    }

    /// <summary>Those of a running gateway; null, with what went wrong printed, where it does not tell.</summary>
    public static async Task<KeyList?> Ask(
        OperatorConnection gateway, ParseResult parsed, IAnsiConsole error, CancellationToken stop)
    {
        if (await gateway.Ask(parsed, HttpMethod.Get, "/admin/keys", null, error, stop) is not { } keys
            || await gateway.Ask(parsed, HttpMethod.Get, "/admin/scopes", null, error, stop) is not { } scopes)
        {
            return null;
        }

        return new KeyList(
            keys.GetProperty("keys").EnumerateArray().Select(key => new Row(
                Text(key, "name")!,
                Text(key, "plan"),
                Text(key, "tier"),
                Text(key, "product")!,
                Place(Text(key, "organization"), Text(key, "workspace"), Text(key, "user")),
                Names(key),
                key.GetProperty("created").GetDateTimeOffset())),
            scopes.GetProperty("scopes").EnumerateArray()
                .Select(scope => (Text(scope, "scope")!, Names(scope)))
                .Where(scope => scope.Item2.Length > 0));
    }

    /// <inheritdoc/>
    public string Json() => JsonText.Write("plimsoll.keys/1", new
    {
        keys = keys.Select(key => new
        {
            name = key.Name,
            plan = key.Plan,
            tier = key.Tier,
            product = key.Product,
            belongsTo = key.Place,
            limits = key.Limits,
            created = key.Created,
        }),
        scopes = scopes.Select(scope => new { scope = scope.Scope, limits = scope.Limits }),
    });

    /// <inheritdoc/>
    public void Write(IAnsiConsole output)
    {
        var table = new Table().AddColumns("name", "plan or tier", "product", "belongs to", "limits", "created (UTC)");
        foreach (var key in keys)
        {
            ReportTables.AddRow(
                table, key.Name, key.Plan ?? key.Tier ?? "", key.Product, key.Place, key.Limits, $"{key.Created:u}");
        }

        output.Write(table);
        if (scopes.Count == 0)
            return;
        var carried = new Table().AddColumns("scope", "limits");
        foreach (var (scope, limits) in scopes)
            ReportTables.AddRow(carried, scope, limits);
        output.Write(carried);
    }

    private static string? Text(JsonElement from, string name) => from.GetProperty(name).GetString();

    private static string Names(JsonElement from) =>
        Joined(from.GetProperty("limits").EnumerateArray().Select(one => one.GetString()!));

    private static string Place(params string?[] names) => string.Join('/', names.OfType<string>());

    private static string Joined(IEnumerable<string> names) => string.Join(", ", names);

    private sealed record Row(
        string Name, string? Plan, string? Tier, string Product, string Place, string Limits, DateTimeOffset Created);
}
