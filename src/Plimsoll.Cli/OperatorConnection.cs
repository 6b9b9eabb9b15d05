using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Plimsoll.Cli.Reports;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>A running gateway that a command asks as an operator, and the options that say which.</summary>
internal sealed class OperatorConnection
{
    private const string NoOperators = "serves no operators here. Expected the address that its configuration names as "
        + "'management', or else a gateway with --operators or --admin-key-env.";

    private static readonly TimeSpan patience = TimeSpan.FromMinutes(5);

    private readonly Option<string?> url;
    private readonly Option<string?> keyVariable = new("--admin-key-env", "--key-env")
    {
        Description = "Environment variable with an operator's key of that gateway.",
    };

    /// <summary>The options.</summary>
    /// <param name="isRequired">Whether the command works on nothing but a running gateway.</param>
    public OperatorConnection(bool isRequired)
    {
        const string description = "URL of a running gateway, such as http://127.0.0.1:8080.";
        url = new Option<string?>("--gateway")
        {
            Description = isRequired ? description : $"{description} Default: works on the file.",
            Required = isRequired,
        };
        keyVariable.Required = isRequired;
    }

    /// <summary>Both options.</summary>
    public IEnumerable<Option> All => [url, keyVariable];

    /// <summary>Whether a running gateway is meant.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(url) is not null;

    /// <summary>Asks the gateway.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="method">Method of the route.</param>
    /// <param name="route">Path and query.</param>
    /// <param name="write">Writes members of the body; null: there is none.</param>
    /// <param name="error">Takes what went wrong.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>The answer; null, with what went wrong printed, where there is none.</returns>
    public async Task<JsonElement?> Ask(
        ParseResult parsed,
        HttpMethod method,
        string route,
        Action<Utf8JsonWriter>? write,
        IAnsiConsole error,
        CancellationToken stop)
    {
        if (Address(parsed, error) is not var (address, key))
            return null;
        try
        {
            using var http = new HttpClient { BaseAddress = address, Timeout = patience };
            using var request = new HttpRequestMessage(method, route);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            if (write is not null)
                request.Content = new StringContent(JsonText.Of(write), Encoding.UTF8, "application/json");
            using var response = await http.SendAsync(request, stop);
            using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(stop));
            if (response.IsSuccessStatusCode)
                return json.RootElement.Clone();
            foreach (var message in Messages(json.RootElement))
                error.Lines.WriteLine($"{address}: {message}");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException)
        {
            error.Lines.WriteLine($"--gateway: {address} does not answer as a gateway: {e.Message}");
        }

        return null;
    }

    private (Uri Address, string Key)? Address(ParseResult parsed, IAnsiConsole error)
    {
        var errors = new List<string>();
        var text = parsed.GetValue(url);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            errors.Add($"--gateway: found '{text}', expected a URL such as http://127.0.0.1:8080.");
        var variable = parsed.GetValue(keyVariable);
        var key = variable is null ? null : Environment.GetEnvironmentVariable(variable);
        if (variable is null)
            errors.Add("--admin-key-env: is missing; expected the environment variable with an operator's key.");
        else if (string.IsNullOrEmpty(key))
            errors.Add($"--admin-key-env: the environment variable {variable} is not set.");
        errors.ForEach(error.Lines.WriteLine);
        return errors.Count == 0 ? (address!, key!) : null;
    }

    private static bool IsNoRoute(JsonElement error) =>
        error.TryGetProperty("code", out var code) && code.ValueEquals("unknown_url");

    /// <summary>What a refusal says: in the form of the API's errors, or as everything that is wrong.</summary>
    private static IEnumerable<string> Messages(JsonElement answer)
    {
        if (answer.ValueKind == JsonValueKind.Object
            && answer.TryGetProperty("error", out var told)
            && told.TryGetProperty("message", out var message))
        {
            return [IsNoRoute(told) ? NoOperators : message.GetString()!];
        }

        return answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("errors", out var errors)
            ? errors.EnumerateArray().Select(error => error.ToString())
            : [answer.GetRawText()];
    }
}
