using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Plimsoll.Cli.Commands;
using Plimsoll.Gateway.Keys;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>The scopes in which the keys of a file or of a running gateway stand, with what each carries.</summary>
internal sealed class ScopeList : IListing
{
    private readonly ImmutableArray<ScopePlace> scopes;

    private ScopeList(IEnumerable<ScopePlace> scopes) => this.scopes = [.. scopes];

    /// <summary>Those of a file; null, with what is wrong printed, where it is none.</summary>
    public static ScopeList? Load(string file, string? only, IAnsiConsole error)
    {
        ScopeList? list = null;
        KeysCommand.Guarded(error, () => list = new ScopeList(
            KeyFile.Load(file).Places.Where(place => only is null || place.IsWithin(only))));
        return list;
    }

    /// <summary>Those of a running gateway; null, with what went wrong printed, where it does not tell.</summary>
    public static async Task<ScopeList?> Ask(
        OperatorConnection gateway, ParseResult parsed, string? only, IAnsiConsole error, CancellationToken stop)
    {
        var route = only is null ? "/admin/scopes" : $"/admin/scopes?scope={Uri.EscapeDataString(only)}";
        return await gateway.Ask(parsed, HttpMethod.Get, route, null, error, stop) is { } told
            ? new ScopeList(told.GetProperty("scopes").EnumerateArray().Select(Read)) : null;
    }

    /// <inheritdoc/>
    public string Json() => JsonText.Write("plimsoll.scopes/1", new
    {
        scopes = scopes.Select(
            scope => new { scope = scope.Scope, level = scope.Level, carries = scope.Carried, keys = scope.Keys }),
    });

    /// <inheritdoc/>
    public void Write(IAnsiConsole output)
    {
        var table = new Table().AddColumns("scope", "level", "carries", "keys");
        foreach (var scope in scopes)
        {
            ReportTables.AddRow(
                table, scope.Scope, scope.Level, string.Join(", ", scope.Carried), string.Join(", ", scope.Keys));
        }

        output.Write(table);
    }

    private static ScopePlace Read(JsonElement scope)
    {
        string?[] entitled = [scope.GetProperty("plan").GetString(), scope.GetProperty("tier").GetString()];
        return new ScopePlace(
            scope.GetProperty("scope").GetString()!,
            scope.GetProperty("level").GetString()!,
            [.. entitled.OfType<string>(), .. Texts(scope.GetProperty("limits"))],
            Texts(scope.GetProperty("keys")));
    }

    private static ImmutableArray<string> Texts(JsonElement list) =>
        [.. list.EnumerateArray().Select(text => text.GetString()!)];
}
