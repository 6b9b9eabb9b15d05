using FsCheck;
using FsCheck.Fluent;

namespace Plimsoll.Tests;

public sealed class When_numbers_are_kept_in_order
{
    [Fact]
    public void The_first_is_always_that_of_a_sorted_list()
    {
        var steps = Gen.Choose(0, 9999).ArrayOf(200);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20260506, 20260513, 0),
            Prop.ForAll(Arb.From(steps), history =>
            {
                var heap = new IndexedHeap();
                var sorted = new Dictionary<int, (long Major, long Minor)>();
                foreach (var step in history)
                {
                    var (number, key) = (step % 37, step / 100);
                    if (step % 3 == 0)
                    {
                        heap.Remove(number);
                        sorted.Remove(number);
                    }
                    else
                    {
                        heap.Set(number, key % 7, number);
                        sorted[number] = (key % 7, number);
                    }

                    var first = sorted.OrderBy(pair => pair.Value).Select(pair => (int?)pair.Key).FirstOrDefault();
                    Assert.Equal(first ?? -1, heap.First);
                    Assert.Equal(first is { } there ? sorted[there].Major : long.MaxValue, heap.FirstKey);
                    Assert.Equal(sorted.Count, heap.Count);
                }
            }));
    }
}
