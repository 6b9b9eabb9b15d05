using Plimsoll.Storage.Embedded;
using Plimsoll.Storage.Tests.Conformance;

namespace Plimsoll.Storage.Tests.Embedded;

public sealed class When_exchanges_are_made_in_a_folder : ExchangeConformance, IDisposable
{
    private readonly TemporaryFolder folder = new();

    protected override ValueTask<IStore> OpenEmpty() => new(EmbeddedStore.Open(folder.Path, TimeProvider.System));

    public void Dispose() => folder.Dispose();
}
