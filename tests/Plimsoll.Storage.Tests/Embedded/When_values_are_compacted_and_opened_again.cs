using Plimsoll.Storage.Tests.Conformance;

namespace Plimsoll.Storage.Tests.Embedded;

public sealed class When_values_are_compacted_and_opened_again : ValueConformance, IDisposable
{
    private readonly TemporaryFolder folder = new();

    protected override ValueTask<IStore> OpenEmpty() => new(new RestlessStore(folder.Path));

    public void Dispose() => folder.Dispose();
}
