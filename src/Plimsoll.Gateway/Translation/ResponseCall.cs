namespace Plimsoll.Gateway.Translation;

/// <summary>The call of a function in a response of OpenAI's, where functions may stand in a namespace.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Name of the function.</param>
/// <param name="Namespace">Namespace of the function; null: it has none.</param>
internal readonly record struct ResponseCall(string? Id, string? Name, string? Namespace)
{
    /// <summary>Name by which Chat Completions know the function, which have no namespaces.</summary>
    public static string? Join(string? space, string? name) => space is null ? name : $"{space}__{name}";
}
