using System.Collections;
using Microsoft.AspNetCore.Http.Features;
using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Transport.Direct;

/// <summary>
/// The features of the requests of a connection: the exchange itself is most of them, and is not looked for in a table.
/// </summary>
internal sealed class DirectFeatures(DirectExchange exchange, ClientConnection client) : IFeatureCollection
{
    private FeatureCollection? others;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public int Revision => others?.Revision ?? 0;

    /// <inheritdoc/>
    public object? this[Type key]
    {
        get => others?[key]
            ?? (key.IsInstanceOfType(exchange) ? exchange : key.IsInstanceOfType(client) ? client : null);
        set => (others ??= [])[key] = value;
    }

    /// <inheritdoc/>
    public TFeature? Get<TFeature>()
    {
        if (others is not null && others.Get<TFeature>() is { } other)
            return other;
        return exchange is TFeature own ? own : client is TFeature kept ? kept : default;
    }

    /// <inheritdoc/>
    public void Set<TFeature>(TFeature? instance) => (others ??= []).Set(instance);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => (others ?? []).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
