using Plimsoll.Serving.Routing;

namespace Plimsoll.Tests.Serving.Routing;

public class When_replicas_change_at_random
{
    [Theory]
    [InlineData(1, new[] { 8 })]
    [InlineData(3, new[] { 8 })]
    [InlineData(17, new[] { 8 })]
    [InlineData(17, new[] { 4, 8, 16 })]
    public void The_board_agrees_with_counting_all_of_them(int replicas, int[] slots)
    {
        var board = new ReplicaBoard();
        for (var i = 0; i < replicas; i++)
            board.Add(new() { Slots = slots[i % slots.Length], Limit = 6 });
        var closed = new bool[replicas];
        var since = new long[replicas];
        var outstanding = new int[replicas];
        for (var i = 0; i < replicas; i++)
            since[i] = i - replicas;

        for (var i = 0; i < 20_000; i++)
        {
            var draw = Given.Draw(i);
            var replica = (int)((draw >> 32) % (ulong)replicas);
            var wasOpen = board.IsOpen(replica);
            var before = outstanding[replica];
            switch ((draw >> 56) % 8)
            {
                case 0:
                    board.Close(replica);
                    closed[replica] = true;
                    break;
                case 1 or 2:
                    board.Open(replica);
                    closed[replica] = false;
                    break;
                case 3 or 4 when before > 0:
                    board.Finish(replica);
                    outstanding[replica]--;
                    break;
                case > 4 when wasOpen:
                    board.Place(replica);
                    outstanding[replica]++;
                    break;
                default:
                    break;
            }

            if (before != outstanding[replica] || wasOpen != board.IsOpen(replica))
                since[replica] = i;
            var open = Enumerable.Range(0, replicas).Where(each => !closed[each] && outstanding[each] < 6).ToList();
            Assert.Equal(open, Enumerable.Range(0, board.OpenCount).Select(board.OpenAt).Order());
            Assert.Equal(open, Enumerable.Range(0, replicas).Where(board.IsOpen));
            Assert.Equal(open.Sum(each => outstanding[each]), board.OpenOutstanding);
            Assert.Equal(open.Sum(each => slots[each % slots.Length]), board.OpenSlots);
            var least = open.OrderBy(each => outstanding[each] / (double)slots[each % slots.Length])
                .ThenBy(each => since[each]);
            Assert.Equal(open.Count == 0 ? Route.Nowhere : least.First(), board.Least);
        }
    }

    [Fact]
    public void What_never_began_cannot_end() =>
        Assert.Throws<InvalidOperationException>(() => Given.Board(1).Finish(0));
}
