namespace Plimsoll.Tests.Serving.Routing;

public sealed class When_others_use_the_replicas_too
{
    [Fact]
    public void Their_requests_count_to_a_replicas_load_until_the_next_report()
    {
        var board = Given.Board(2);
        board.ReportOthers(0, 3);
        Assert.Equal((3, 1), (board.Outstanding(0), board.Least));

        board.Place(1);
        board.ReportOthers(0, 0);

        Assert.Equal((0, 0), (board.Outstanding(0), board.Least));
        Assert.Equal(1, board.OpenOutstanding);
    }

    [Fact]
    public void A_replica_that_they_fill_is_closed_and_none_of_theirs_can_end_here()
    {
        var board = Given.Board(1, limit: 2);

        board.ReportOthers(0, 2);

        Assert.False(board.IsOpen(0));
        Assert.Throws<InvalidOperationException>(() => board.Finish(0));
        board.ReportOthers(0, 1);
        Assert.True(board.IsOpen(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => board.ReportOthers(0, -1));
    }
}
