"""Chinese addresses in one string, as shops export them."""

from __future__ import annotations

import pytest

from app.shops.files.address import split_address
from app.shops.files.fault import Fault


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("浙江省 杭州市 余杭区 五常街道 示例路1号", ("浙江省", "杭州市", "余杭区", "五常街道 示例路1号")),
        ("浙江省杭州市余杭区五常街道示例路1号", ("浙江省", "杭州市", "余杭区", "五常街道示例路1号")),
        ("浙江 杭州市 余杭区 示例路1号", ("浙江省", "杭州市", "余杭区", "示例路1号")),
        ("中国 浙江省，杭州市，余杭区，示例路1号", ("浙江省", "杭州市", "余杭区", "示例路1号")),
        ("北京 北京市 朝阳区 示例街1号", ("北京市", "北京市", "朝阳区", "示例街1号")),
        ("北京市朝阳区示例街1号", ("北京市", "北京市", "朝阳区", "示例街1号")),
        ("上海上海市浦东新区示例路1号", ("上海市", "上海市", "浦东新区", "示例路1号")),
        ("天津市 市辖区 和平区 示例路1号", ("天津市", "天津市", "和平区", "示例路1号")),
        ("重庆 重庆市 云阳县 示例路1号", ("重庆市", "重庆市", "云阳县", "示例路1号")),
        ("内蒙古自治区呼和浩特市新城区示例路1号", ("内蒙古自治区", "呼和浩特市", "新城区", "示例路1号")),
        ("内蒙古 锡林郭勒盟 正蓝旗 示例路1号", ("内蒙古自治区", "锡林郭勒盟", "正蓝旗", "示例路1号")),
        ("广西壮族自治区 南宁市 青秀区 示例路1号", ("广西壮族自治区", "南宁市", "青秀区", "示例路1号")),
        ("新疆维吾尔自治区 阿克苏地区 库车市 示例路1号", ("新疆维吾尔自治区", "阿克苏地区", "库车市", "示例路1号")),
        ("湖北省恩施土家族苗族自治州恩施市示例路1号", ("湖北省", "恩施土家族苗族自治州", "恩施市", "示例路1号")),
        ("山东省青岛市市北区示例路1号", ("山东省", "青岛市", "市北区", "示例路1号")),
        ("湖北省荆州市沙市区示例路1号", ("湖北省", "荆州市", "沙市区", "示例路1号")),
        ("湖南省常德市津市市示例路1号", ("湖南省", "常德市", "津市市", "示例路1号")),
        ("江苏省 苏州市 昆山市 示例路1号", ("江苏省", "苏州市", "昆山市", "示例路1号")),
        ("广东省东莞市长安镇示例路1号", ("广东省", "东莞市", "", "长安镇示例路1号")),
        ("广东省东莞市长安镇示例路1号阳光小区2幢", ("广东省", "东莞市", "", "长安镇示例路1号阳光小区2幢")),
        ("湖北省 省直辖县级行政区划 仙桃市 示例路1号", ("湖北省", "仙桃市", "", "示例路1号")),
        ("海南省 陵水黎族自治县 示例路1号", ("海南省", "陵水黎族自治县", "陵水黎族自治县", "示例路1号")),
        ("香港特别行政区 沙田区 示例道1号", ("香港特别行政区", "香港特别行政区", "沙田区", "示例道1号")),
    ],
)
def test_address_is_cut_into_its_parts(text: str, parts: tuple[str, str, str, str]) -> None:
    address = split_address(text)
    assert (address.province, address.city, address.district, address.street) == parts


@pytest.mark.parametrize(
    ("ending", "postcode"), [("(310023)", "310023"), ("（310023）", "310023"), ("(000000)", ""), ("", "")]
)
def test_postcode_behind_the_address_is_taken_off(ending: str, postcode: str) -> None:
    address = split_address(f"浙江省 杭州市 余杭区 示例路1号{ending}")
    assert (address.street, address.postcode) == ("示例路1号", postcode)


def test_number_at_the_end_of_a_street_is_no_postcode() -> None:
    assert split_address("浙江省杭州市余杭区示例柜310023").postcode == ""


@pytest.mark.parametrize(
    "text", ["", "示例路1号", "杭州市余杭区示例路1号", "浙江省", "浙江省 杭州市", "浙江省示例路1号", "12 Sample Street"]
)
def test_address_that_cannot_be_cut_is_refused(text: str) -> None:
    with pytest.raises(Fault, match=r"import\.address_unsplit"):
        split_address(text)
