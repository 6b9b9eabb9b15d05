using System.Collections.Immutable;
using System.Globalization;

namespace Plimsoll.Storage.Postgres;

/// <summary>Where a store on PostgreSQL is, and how it is reached: what a URL says. Immutable.</summary>
public sealed record PostgresAddress
{
    /// <summary>How it is written.</summary>
    public const string Form =
        "postgres://USER[:PASSWORD]@HOST[:PORT][,HOST[:PORT]...]/DATABASE"
        + "[?sslmode=MODE&sslrootcert=FILE&connections=N]";

    private const int DefaultPort = 5432;
    private const int MostConnections = 1000;
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];
    private static readonly string[] Parameters = ["connections", "sslmode", "sslrootcert"];

    private static readonly string[] SslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

    /// <summary>Hosts and ports that are asked, in this order, for one that takes writes. At least one.</summary>
    public required ImmutableArray<string> Hosts { get; init; }

    /// <summary>Name of the database.</summary>
    public required string Database { get; init; }

    /// <summary>Who asks. Default null: what <c>PGUSER</c> says, else the user of this process.</summary>
    public string? User { get; init; }

    /// <summary>Default null: what <c>PGPASSWORD</c> or the file of <c>PGPASSFILE</c> says.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// Whether the connection is encrypted and the server is checked, as PostgreSQL names it. Default <c>prefer</c>,
    /// which a machine in between can turn off.
    /// </summary>
    public string SslMode { get; init; } = "prefer";

    /// <summary>
    /// File with the authorities that the server's certificate has to come from. Default: the machine's.
    /// </summary>
    public string? RootCertificate { get; init; }

    /// <summary>Most connections at once, from 1 to 1000. Default 8.</summary>
    public int Connections { get; init; } = 8;

    /// <summary>Whether a text is meant as such an address.</summary>
    public static bool IsMeant(string text) =>
        Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads an address; null when something is wrong.</summary>
    /// <param name="text">The address.</param>
    /// <param name="problems">Where everything is added that is wrong.</param>
    public static PostgresAddress? Parse(string text, ICollection<string> problems)
    {
        var scheme = Schemes.FirstOrDefault(s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase));
        if (scheme is null)
        {
            problems.Add($"found '{text}', expected {Form}");
            return null;
        }

        var before = problems.Count;
        var (place, query) = Cut(text[scheme.Length..], '?');
        var (authority, database) = Cut(place, '/');
        var at = authority.LastIndexOf('@');
        var (user, password) = Cut(at < 0 ? "" : authority[..at], ':');
        var address = new PostgresAddress
        {
            Hosts = [.. authority[(at + 1)..].Split(',').Select(host => Host(host, problems))],
            Database = Uri.UnescapeDataString(database),
            User = user.Length == 0 ? null : Uri.UnescapeDataString(user),
            Password = password.Length == 0 ? null : Uri.UnescapeDataString(password),
        };
        if (database.Length == 0 || database.Contains('/'))
            problems.Add($"found the database '{database}', expected a name as in {Form}");
        address = query.Length == 0 ? address : query.Split('&').Aggregate(address, (a, p) => a.With(p, problems));
        return problems.Count == before ? address : null;
    }

    /// <summary>The address without its password: fit to be shown.</summary>
    public override string ToString() =>
        $"postgres://{(User is null ? "" : User + "@")}{string.Join(',', Hosts)}/{Database}";

    private PostgresAddress With(string parameter, ICollection<string> problems)
    {
        var (name, written) = Cut(parameter, '=');
        var value = Uri.UnescapeDataString(written);
        switch (name)
        {
            case "sslmode" when SslModes.Contains(value):
                return this with { SslMode = value };
            case "sslmode":
                problems.Add($"found sslmode={value}{NearestName.Hint(value, SslModes)}; "
                    + $"expected one of {string.Join(", ", SslModes)}");
                return this;
            case "sslrootcert" when value.Length > 0:
                return this with { RootCertificate = value };
            case "connections" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var many)
                && many is >= 1 and <= MostConnections:
                return this with { Connections = many };
            case "connections":
                problems.Add($"found connections={value}, expected a whole number from 1 to {MostConnections}");
                return this;
            default:
                problems.Add($"found the parameter '{parameter}'{NearestName.Hint(name, Parameters)}; "
                    + $"known: {string.Join(", ", Parameters)}");
                return this;
        }
    }

    private static string Host(string text, ICollection<string> problems)
    {
        var colon = text.LastIndexOf(':') is var last && last > text.LastIndexOf(']') ? last : -1;
        var host = colon < 0 ? text : text[..colon];
        var port = colon < 0 ? DefaultPort : Port(text[(colon + 1)..]);
        if (host.Length == 0 || port == 0 || (host.Contains(':') && host[0] != '['))
            problems.Add($"found the host '{text}', expected a name or an address and maybe a port, as in {Form}");
        return $"{host}:{port.ToString(CultureInfo.InvariantCulture)}";
    }

    private static int Port(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;

    private static (string Before, string After) Cut(string text, char at) =>
        text.IndexOf(at) is >= 0 and var place ? (text[..place], text[(place + 1)..]) : (text, "");
}
