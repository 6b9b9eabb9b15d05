using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>The models that a key may use, in the form of the dialect that the headers speak of.</summary>
internal static class ModelsRoute
{
    private const string One = "/v1/models/";

    /// <summary>Whether a path names one model.</summary>
    public static bool IsOne(string? path) =>
        path?.Length > One.Length && path.StartsWith(One, StringComparison.Ordinal);

    /// <summary><c>GET /v1/models</c>.</summary>
    public static Task Serve(GatewayState gateway, HttpContext http, Dialect dialect, Answer answer)
    {
        if (answer.Authenticate() is not { } account)
            return answer.RefuseKey();
        var catalog = gateway.Catalog;
        var models = Served(gateway, catalog, account);
        var page = new ListPage<string>(models, HasMore: false);
        if (dialect.PagesOfModels is { } terms
            && !terms.TryPage(models, model => model, http.Request.Query, out page, out var refusal))
        {
            return answer.Refuse(refusal);
        }

        return answer.WriteJson(json => dialect.WriteModels(json, catalog.Policy, page));
    }

    /// <summary><c>GET /v1/models/NAME</c>; a name may have slashes.</summary>
    public static Task ServeOne(GatewayState gateway, HttpContext http, Dialect dialect, Answer answer)
    {
        if (answer.Authenticate() is not { } account)
            return answer.RefuseKey();
        var catalog = gateway.Catalog;

        // A slash that a client escaped is left as it is in the path.
        var model = http.Request.Path.Value![One.Length..].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        if (Served(gateway, catalog, account).Contains(model))
            return answer.WriteJson(json => dialect.WriteModel(json, catalog.Policy, model));
        return answer.Refuse(catalog.ClassOf(model) is null ? catalog.Unknown(model) : NotIncluded(model));
    }

    /// <summary>What the key may use, less classes that no upstream is there for.</summary>
    private static List<string> Served(GatewayState gateway, ModelCatalog catalog, Account account)
    {
        var upstreams = gateway.Options.Upstreams;
        return
        [
            .. catalog.ModelsOf(account).Where(model =>
                upstreams.Any(upstream => upstream.Serves(catalog.ClassOf(model)!.Name))),
        ];
    }

    private static ErrorAnswer NotIncluded(string model) => new(
        ErrorKind.NotIncluded,
        $"model: {model} is not among the models that this key may use and some upstream serves.",
        "model");
}
